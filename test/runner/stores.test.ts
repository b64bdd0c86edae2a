import { appendFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endDaemon, leaseHolder, startDaemon } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { smallPlan } from "@lab/record/testing";
import {
	type Node,
	type RunFolder,
	readClocks,
	readOptions,
	readStore,
} from "@lab/runner";
import { ensureTools, type ToolName } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	eventsOf,
	execute,
	executeAndDie,
	newRun,
	readLogs,
} from "./fixtures.ts";

const stops: (() => Promise<void>)[] = [];
let folder = "";
let logsUrl = "";
let prometheusUrl = "";

afterAll(async () => {
	for (const stop of stops) await stop();
	await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address() as AddressInfo;
	await new Promise((closed) => server.close(closed));
	return port;
}

async function startStore(
	name: ToolName,
	args: string[],
	data: string = name,
): Promise<string> {
	const tools = await ensureTools([name], {
		progress: { step: () => {}, note: () => {} },
	});
	const port = await freePort();
	const daemon = await startDaemon(
		tools[name].path,
		[
			`-storageDataPath=${folder}/${data}`,
			`-httpListenAddr=127.0.0.1:${port}`,
			"-retentionPeriod=100y",
			...args,
		],
		{ log: join(folder, `${data}.log`) },
	);
	stops.push(() => endDaemon(daemon));
	const url = `http://127.0.0.1:${port}`;
	for (let tries = 0; tries < 200; tries += 1) {
		const answer = await fetch(`${url}/health`).catch(() => undefined);
		if (answer?.ok) return url;
		await sleep(100);
	}
	throw new Error(`${name} did not start`);
}

/** Lines of a node in VictoriaLogs, by their byte offset. */
async function linesOfNode(namespace: string, node: string) {
	await fetch(`${logsUrl}/internal/force_flush`);
	const query = `kubernetes.pod_namespace:="${namespace}" kubernetes.pod_name:="${node}" | fields lab.offset, lab.line_bytes, _msg`;
	const answer = await fetch(
		`${logsUrl}/select/logsql/query?query=${encodeURIComponent(query)}`,
	);
	const rows = (await answer.text())
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Record<string, string>);
	return rows.sort((a, b) => Number(a["lab.offset"]) - Number(b["lab.offset"]));
}

/** Byte offsets of the log lines in VictoriaLogs within their files, by node. */
async function linesIn(namespace: string): Promise<Map<string, string[]>> {
	await fetch(`${logsUrl}/internal/force_flush`);
	const query = `kubernetes.pod_namespace:="${namespace}" | fields kubernetes.pod_name, lab.offset`;
	const answer = await fetch(
		`${logsUrl}/select/logsql/query?query=${encodeURIComponent(query)}`,
	);
	const offsets = new Map<string, string[]>();
	for (const line of (await answer.text()).split("\n").filter(Boolean)) {
		const row = JSON.parse(line) as Record<string, string>;
		const node = row["kubernetes.pod_name"] ?? "";
		offsets.set(node, [...(offsets.get(node) ?? []), row["lab.offset"] ?? ""]);
	}
	return offsets;
}

async function expectAllShipped(run: RunFolder, namespace: string) {
	const shipped = await linesIn(namespace);
	for (const [node, text] of await readLogs(run.path)) {
		const offsets = shipped.get(node) ?? [];
		expect(offsets).toHaveLength(new Set(offsets).size);
		expect(offsets.length).toBeGreaterThanOrEqual(text.split("\n").length - 1);
	}
}

/** What the run says about the lines in the store. */
const shippedOf = (run: RunFolder) => {
	const [{ lines, sent, stored, differing, why } = {} as never] = eventsOf(
		run,
		"shipped",
	).slice(-1);
	return { lines, sent, stored, differing, why };
};

/** What it says if the store holds every line of the collected logs. */
async function allStored(run: RunFolder) {
	const lines = [...(await readLogs(run.path)).values()].reduce(
		(sum, text) => sum + text.split("\n").length - 1,
		0,
	);
	return { lines, sent: lines, stored: lines, differing: [], why: undefined };
}

/** Executes a run, and writes lines to the log of its first node while it runs. */
async function executeWriting(run: RunFolder, lines: readonly string[]) {
	let written = false;
	const verdict = await execute(run, {
		print: (text) => {
			if (written || text !== "running") return;
			written = true;
			appendFileSync(
				join(run.work, "logs", "relay-0.log"),
				lines.map((line) => `${line}\n`).join(""),
			);
		},
	});
	expect(written).toBe(true);
	return verdict;
}

const planFor = (namespace: string) =>
	smallPlan({
		messages: 20,
		change: (open) => {
			open.namespace = namespace;
			open.drain.scrapeIntervalMs = 1000;
			open.guards.push({ measure: "scrapes.missing", atMost: 0 });
		},
	});

describeNeeding(["go"], "with VictoriaLogs and VictoriaMetrics", () => {
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "runner-stores-"));
		await mkdir(join(folder, "targets"));
		const config = join(folder, "scrape.yaml");
		await writeFile(
			config,
			`global: {scrape_interval: 1s}\nscrape_configs: [{job_name: runs, file_sd_configs: [{files: ['${folder}/targets/*.json']}]}]\n`,
		);
		logsUrl = await startStore("victoria-logs", []);
		prometheusUrl = await startStore("victoria-metrics", [
			`-promscrape.config=${config}`,
			"-promscrape.fileSDCheckInterval=1s",
			// With the default latency offset of 30 s, as stores of others have it.
		]);
	}, 600_000);

	test("the log store holds every line exactly once, with the lab's fields, and every node was scraped to the end", async () => {
		const run = await newRun(planFor("lab-stores"), {
			logsUrl,
			prometheusUrl,
			targetsFolder: join(folder, "targets"),
		});
		expect(await execute(run)).toMatchObject({
			validity: "valid",
			verdict: "pass",
			reasons: [],
		});
		await expectAllShipped(run, "lab-stores");
		expect(shippedOf(run)).toEqual(await allStored(run));
		const answer = await fetch(
			`${prometheusUrl}/api/v1/series?match[]=${encodeURIComponent('libp2p_gossipsub_received_total{namespace="lab-stores"}')}&start=-5m`,
		);
		const { data } = (await answer.json()) as { data: { pod: string }[] };
		expect(data.map(({ pod }) => pod).sort()).toEqual(
			[0, 1, 2, 3, 4, 5].map((ordinal) => `relay-${ordinal}`),
		);
	}, 60_000);

	test("a machine's clock offset comes from its kernel; an unsynchronised clock counts with its maximum error", async () => {
		const clocks = [
			[
				"steady",
				{ offset_seconds: -0.002, maxerror_seconds: 0.01, sync_status: 1 },
			],
			[
				"skewed",
				{ offset_seconds: 0.4, maxerror_seconds: 0.01, sync_status: 1 },
			],
			[
				"unsynchronised",
				{ offset_seconds: 0, maxerror_seconds: 16, sync_status: 0 },
			],
		] as const;
		await fetch(`${prometheusUrl}/api/v1/import/prometheus`, {
			method: "POST",
			body: clocks
				.flatMap(([node, seen]) =>
					Object.entries(seen).map(
						([name, value]) => `node_timex_${name}{node="${node}"} ${value}\n`,
					),
				)
				.join(""),
		});
		await fetch(`${prometheusUrl}/internal/force_flush`);
		const run = await newRun(planFor("lab-clocks"), { prometheusUrl });
		const options = await readOptions(run);
		await expect
			.poll(
				async () =>
					Object.fromEntries(
						await readClocks(options, new AbortController().signal),
					),
				{ timeout: 10_000 },
			)
			.toEqual({ steady: -2, skewed: 400, unsynchronised: 16_000 });
	});

	test("too long lines are cut, and neither their neighbours nor the lines after them are lost", async () => {
		const run = await newRun(planFor("lab-long"), { logsUrl });
		const short = (text: string) =>
			`INF 2026-08-05 01:15:19.582+00:00 ${text.padEnd(42)} tid=1`;
		const long = [
			// Longer than VictoriaLogs accepts: as it is, in bytes only, and once it is quoted.
			`${short("long")} peers=${"p".repeat(300_000)}`,
			`${short("umlauts")} peers=${"ä".repeat(150_000)}`,
			`${short("quotes")} peers=${'"\\'.repeat(100_000)}`,
			`${short("control characters")} ${"\u0001".repeat(250_000)}`,
			// Longer than one read of the shipper.
			`${short("longer than a mebibyte")} peers=${"p".repeat(3 << 20)}`,
		];
		await executeWriting(
			run,
			long
				.flatMap((line, index) => [short(`before ${index}`), line])
				.concat(short("after all")),
		);
		await expectAllShipped(run, "lab-long");
		expect(shippedOf(run)).toEqual(await allStored(run));
		const rows = await linesOfNode("lab-long", "relay-0");
		const cut = rows.filter((row) => row["lab.line_bytes"]);
		expect(cut.map((row) => Number(row["lab.line_bytes"]))).toEqual(
			long.map((line) => Buffer.byteLength(line)),
		);
		for (const [index, { _msg = "" }] of cut.entries()) {
			expect(long[index]?.startsWith(_msg)).toBe(true);
			expect(_msg.length).toBeGreaterThan(30_000);
		}
	}, 120_000);

	test("lines that the store accepts and discards are told, by node", async () => {
		const run = await newRun(planFor("lab-future"), { logsUrl });
		// Beyond -futureRetention; VictoriaLogs answers 200.
		await executeWriting(run, [
			"INF 2126-08-05 01:15:19.582+00:00 From a wrong clock  tid=1",
			"INF 2126-08-05 01:15:19.583+00:00 From a wrong clock  tid=1",
		]);
		const all = await allStored(run);
		const ofNode =
			((await readLogs(run.path)).get("relay-0") ?? "").split("\n").length - 1;
		expect(shippedOf(run)).toEqual({
			...all,
			stored: all.lines - 2,
			differing: [{ node: "relay-0", lines: ofNode, stored: ofNode - 2 }],
		});
	}, 60_000);

	test("a line whose time does not exist keeps no other line from the store", async () => {
		const run = await newRun(planFor("lab-time"), { logsUrl });
		// VictoriaLogs refuses a whole request for such a time.
		await executeWriting(run, [
			"INF 2026-13-45 01:15:19.582+00:00 Not a date  tid=1",
			"",
			"INF 2026-08-05 25:61:61.582+00:00 Not a time  tid=1",
		]);
		expect(shippedOf(run)).toEqual(await allStored(run));
	}, 60_000);

	test("a run whose log store refuses every line ends with its verdict, and says so", async () => {
		const full = await startStore(
			"victoria-logs",
			["-storage.minFreeDiskSpaceBytes=1000000000000000"],
			"full",
		);
		const run = await newRun(planFor("lab-full"), { logsUrl: full });
		expect(await execute(run)).toMatchObject({
			validity: "valid",
			verdict: "pass",
		});
		const { lines } = await allStored(run);
		const { differing, ...shipped } = shippedOf(run);
		expect(shipped).toEqual({
			lines,
			sent: 0,
			stored: 0,
			why: expect.stringContaining("read-only mode"),
		});
		expect(differing).toHaveLength(6);
	}, 120_000);

	test("a gate reads what running pods reported last, not the values of pods that are gone, restarted or silent", async () => {
		const namespace = "lab-gates";
		const metric = "libp2p_gossipsub_peers_per_topic_mesh";
		const series = (
			pod: string,
			address: string,
			topic: string,
			samples: readonly (readonly [secondsAgo: number, value: number])[],
		) =>
			samples.map(
				([ago, value]) =>
					`${metric}{namespace="${namespace}",pod="${pod}",instance="${address}:8008",topic="${topic}"} ${value} ${Date.now() - ago * 1000}\n`,
			);
		await fetch(`${prometheusUrl}/api/v1/import/prometheus`, {
			method: "POST",
			body: [
				// Its newest values are younger than the store's latency offset.
				series("relay-0", "10.0.0.1", "a", [
					[31, 0],
					[2, 4],
				]),
				series("relay-0", "10.0.0.1", "b", [
					[31, 0],
					[2, 3],
				]),
				series("relay-0", "10.0.0.1", "left", [[31, 9]]),
				series("relay-1", "10.0.0.2", "a", [[15, 5]]),
				series("relay-2", "10.0.0.3", "a", [[15, 5]]),
				series("relay-3", "10.0.0.4", "a", [[120, 5]]),
			]
				.flat()
				.join(""),
		});
		await fetch(`${prometheusUrl}/internal/force_flush`);
		const node = (name: string, address: string, running = true): Node => ({
			name,
			group: "relay",
			running,
			address,
			urls: {},
		});
		const values = await readStore(
			{ prometheusUrl },
			namespace,
			"relay",
			metric,
			[
				node("relay-0", "10.0.0.1"),
				node("relay-1", "10.0.0.2", false),
				// It was restarted under another address.
				node("relay-2", "10.0.0.9"),
				node("relay-3", "10.0.0.4"),
			],
			new AbortController().signal,
		);
		expect(Object.fromEntries(values)).toEqual({ "relay-0": 7 });
	});

	test("no line is lost or duplicated if the runner is killed between insert and acknowledgement", async () => {
		let run: RunFolder | undefined;
		let inserts = 0;
		const between = createHttpServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const answer = await fetch(logsUrl + request.url, {
				method: "POST",
				body: Buffer.concat(chunks),
			});
			const text = await answer.text();
			if (request.url?.startsWith("/insert")) inserts += 1;
			if (inserts === 3 && run !== undefined) {
				const runner = await leaseHolder(run.lease);
				if (runner !== undefined && runner.pid !== process.pid) {
					process.kill(runner.pid, "SIGKILL");
					request.socket.destroy();
					return;
				}
			}
			response.writeHead(answer.status).end(text);
		});
		const port = await freePort();
		await new Promise<void>((ready) =>
			between.listen(port, "127.0.0.1", ready),
		);
		run = await newRun(planFor("lab-killed"), {
			logsUrl: `http://127.0.0.1:${port}`,
		});
		await executeAndDie(run, "never", 0);
		expect(inserts).toBe(3);
		expect(await execute(run)).toMatchObject({ verdict: "pass" });
		between.close();
		await expectAllShipped(run, "lab-killed");
	}, 60_000);

	test("a run continues without the log store, which gets all lines once it is back", async () => {
		const port = await freePort();
		const run = await newRun(planFor("lab-away"), {
			logsUrl: `http://127.0.0.1:${port}`,
		});
		let _back: Promise<void> | undefined;
		const proxy = createServer((socket) => {
			const target = new URL(logsUrl);
			const other = connect(Number(target.port), target.hostname);
			socket.pipe(other).pipe(socket);
		});
		const verdict = await execute(run, {
			print: (text) => {
				if (text !== "draining") return;
				_back ??= new Promise((ready) =>
					proxy.listen(port, "127.0.0.1", ready),
				);
			},
		});
		proxy.close();
		expect(verdict).toMatchObject({ validity: "valid", verdict: "pass" });
		await expectAllShipped(run, "lab-away");
	}, 60_000);
});
