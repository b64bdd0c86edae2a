import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endDaemon, startDaemon } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { ensureTools, type ToolName } from "@lab/ops";
import { smallPlan } from "@lab/record/testing";
import {
	leaseHolder,
	type RunFolder,
	readClocks,
	readOptions,
} from "@lab/runner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { execute, executeAndDie, newRun, readLogs } from "./fixtures.ts";

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

async function startStore(name: ToolName, args: string[]): Promise<string> {
	const tools = await ensureTools([name], {
		progress: { step: () => {}, note: () => {} },
	});
	const port = await freePort();
	const daemon = await startDaemon(
		tools[name].path,
		[
			`-storageDataPath=${folder}/${name}`,
			`-httpListenAddr=127.0.0.1:${port}`,
			"-retentionPeriod=100y",
			...args,
		],
		{ log: join(folder, `${name}.log`) },
	);
	stops.push(() => endDaemon(daemon));
	const url = `http://127.0.0.1:${port}`;
	for (let tries = 0; tries < 200; tries += 1) {
		const answer = await fetch(`${url}/health`).catch(() => undefined);
		if (answer?.ok) return url;
		await sleep(100);
	}
	throw new Error(`${name} did not come up`);
}

/** Where in its file each line of a run that VictoriaLogs holds stood, by node. */
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
			"-search.latencyOffset=0s",
		]);
	}, 600_000);

	test("every line of every node is in the log store once, with the lab's fields, and every node was scraped to the end", async () => {
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
		const answer = await fetch(
			`${prometheusUrl}/api/v1/series?match[]=${encodeURIComponent('libp2p_gossipsub_received_total{namespace="lab-stores"}')}&start=-5m`,
		);
		const { data } = (await answer.json()) as { data: { pod: string }[] };
		expect(data.map(({ pod }) => pod).sort()).toEqual(
			[0, 1, 2, 3, 4, 5].map((ordinal) => `relay-${ordinal}`),
		);
	}, 60_000);

	test("clocks of machines are read as their kernels know them; one that nobody disciplines is as wrong as it may be", async () => {
		const clocks = [
			[
				"steady",
				{ offset_seconds: -0.002, maxerror_seconds: 0.01, sync_status: 1 },
			],
			[
				"skewed",
				{ offset_seconds: 0.4, maxerror_seconds: 0.01, sync_status: 1 },
			],
			["alone", { offset_seconds: 0, maxerror_seconds: 16, sync_status: 0 }],
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
			.toEqual({ steady: -2, skewed: 400, alone: 16_000 });
	});

	test("a runner that is killed when the store has its lines and it does not know yet: none is lost, none is there twice", async () => {
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

	test("a log store that is away makes nobody stop: what is written is sent when it is back", async () => {
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
			tell: (text) => {
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
