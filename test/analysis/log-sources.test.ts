import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
	archivedLogs,
	archiveLogs,
	elasticLabels,
	elasticsearch,
	kubectlLogs,
	labLabels,
	logFiles,
	loki,
	lokiLabels,
	readLogs,
	victoriaLogs,
} from "@lab/analysis/sources";
import { run } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeElasticsearch, fakeLoki } from "./_documented-apis.ts";
import {
	conformsAsLogSource,
	container,
	corpus,
	linesByPod,
	namespace,
	theQuery,
	timeOf,
	unrelated,
} from "./_log-source.conformance.ts";
import { startOpenSearch } from "./_opensearch.ts";
import { type Running, startVictoriaLogs } from "./_servers.ts";

const folders: string[] = [];
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
	for (const stop of stops) await stop();
	for (const folder of folders)
		await rm(folder, { recursive: true, force: true });
});
async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), "log-source-"));
	folders.push(made);
	return made;
}

const HOST = "node-01";
const everything = Object.entries({ ...corpus, ...unrelated });
const text = (lines: readonly string[]) =>
	lines.map((line) => `${line}\n`).join("");
const iso = (index: number) => {
	const at = timeOf(index);
	return `${new Date(Number(at / 1_000_000n)).toISOString().slice(0, 19)}.${String(at % 1_000_000_000n).padStart(9, "0")}Z`;
};

conformsAsLogSource("a folder of plain files", async () => {
	const root = await folder();
	for (const [pod, lines] of everything)
		await writeFile(join(root, `${pod}.log`), text(lines));
	return { source: logFiles(root), host: "" };
});

conformsAsLogSource("rotated and compressed files", async () => {
	const root = await folder();
	for (const [pod, lines] of everything) {
		const cut = Math.floor(lines.length / 3);
		await writeFile(
			join(root, `${pod}.log.2.gz`),
			gzipSync(text(lines.slice(0, cut))),
		);
		await writeFile(
			join(root, `${pod}.log.1`),
			text(lines.slice(cut, 2 * cut)),
		);
		await writeFile(join(root, `${pod}.log`), text(lines.slice(2 * cut)));
	}
	return { source: logFiles(root), host: "" };
});

conformsAsLogSource("the kubelet's layout", async () => {
	const root = await folder();
	for (const [index, [pod, lines]] of everything.entries()) {
		const inside = join(
			root,
			`${namespace}_${pod}_0b1c2d3e-0000-4000-8000-00000000000${index}`,
			container,
		);
		await mkdir(inside, { recursive: true });
		const cut = Math.floor(lines.length / 2);
		await writeFile(
			join(inside, "0.log.20260805-011519.gz"),
			gzipSync(text(lines.slice(0, cut))),
		);
		await writeFile(join(inside, "0.log"), text(lines.slice(cut)));
	}
	return { source: logFiles(root), host: "" };
});

describeNeeding(
	[
		{
			what: "zstd (apt-get install zstd)",
			isMet: () => existsSync("/usr/bin/zstd"),
		},
	],
	"with zstd",
	() => {
		conformsAsLogSource("files compressed with zstd", async () => {
			const root = await folder();
			for (const [pod, lines] of everything) {
				await writeFile(join(root, `${pod}.log`), text(lines));
				await run("zstd", ["-q", "--rm", join(root, `${pod}.log`)], {
					timeout: "30s",
				});
			}
			return { source: logFiles(root), host: "" };
		});
	},
);

conformsAsLogSource("an archived run", async () => {
	const root = await folder();
	const kept = await folder();
	for (const [pod, lines] of everything)
		await writeFile(join(root, `${pod}.log`), text(lines));
	await archiveLogs(logFiles(root), theQuery, kept);
	return {
		source: {
			...archivedLogs(kept),
			capabilities: { ...archivedLogs(kept).capabilities, times: false },
		},
		host: "",
	};
});

conformsAsLogSource("kubectl logs (a fake, as documented)", async () => {
	const root = await folder();
	const items = everything.map(([name]) => ({
		metadata: { name },
		spec: { nodeName: HOST },
	}));
	await writeFile(join(root, "pods.json"), JSON.stringify({ items }));
	for (const [pod, lines] of everything) {
		await writeFile(
			join(root, `${pod}.txt`),
			text(lines.map((line, index) => `${iso(index)} ${line}`)),
		);
	}
	const program = join(root, "kubectl");
	await writeFile(
		program,
		`#!/bin/sh\nfor word in "$@"; do case "$last" in logs) pod="$word";; esac; last="$word"; done\ncase "$*" in *"get pods"*) cat ${root}/pods.json;; *) cat ${root}/$pod.txt;; esac\n`,
	);
	await chmod(program, 0o755);
	return {
		source: kubectlLogs({
			kubeconfig: join(root, "kubeconfig"),
			context: "test",
			program,
		}),
		host: HOST,
	};
});

conformsAsLogSource("the Loki API (a fake, as documented)", async () => {
	const server = await fakeLoki(HOST, 50);
	stops.push(server.stop);
	return { source: loki(server, lokiLabels, { page: 50 }), host: HOST };
});

const keyword = { type: "keyword" };
const named = { properties: { name: keyword } };
/** Mappings of the index templates of Fluent Bit and Filebeat. */
const asShippers = {
	properties: {
		"@timestamp": { type: "date_nanos" },
		message: { type: "text" },
		kubernetes: {
			properties: {
				namespace: keyword,
				pod: named,
				container: named,
				node: named,
			},
		},
	},
};

for (const kind of ["elasticsearch", "opensearch"] as const) {
	const open = new Set<string>();
	conformsAsLogSource(
		`the API of ${kind} (a fake, as documented)`,
		async () => {
			const server = await fakeElasticsearch(HOST, kind, open);
			stops.push(server.stop);
			return {
				source: elasticsearch(
					{ kind, url: server.url, index: "logs" },
					elasticLabels,
					{ page: 70 },
				),
				host: HOST,
			};
		},
	);
	test(`no point in time of ${kind} is left open`, () => {
		expect([...open]).toEqual([]);
	});
}

describeNeeding(["java"], "with OpenSearch", () => {
	const exact = { mappings: asShippers, labels: elasticLabels, time: iso };
	const cases = {
		OpenSearch: exact,
		"OpenSearch, with many lines of the same time,": {
			...exact,
			time: (index: number) => iso(index - (index % 40)),
		},
		// Default mappings of an index without a template: text, each with a keyword.
		"OpenSearch, with default mappings,": {
			...exact,
			mappings: {},
			labels: {
				...elasticLabels,
				namespace: "kubernetes.namespace.keyword",
				pod: "kubernetes.pod.name.keyword",
				container: "kubernetes.container.name.keyword",
			},
		},
	};
	let server: Running;
	beforeAll(async () => {
		server = await startOpenSearch();
		stops.push(server.stop);
	}, 900_000);
	for (const [at, [name, given]] of Object.entries(cases).entries()) {
		const index = `logs-${at}`;
		conformsAsLogSource(name, async () => {
			await fillOpenSearch(server, index, given.mappings, given.time);
			return {
				source: elasticsearch(
					{ kind: "opensearch", url: server.url, index },
					given.labels,
					{ page: 70, sliceLines: 200 },
				),
				host: HOST,
			};
		});
	}
	test("no point in time is left open", async () => {
		const answer = await fetch(
			`${server.url}/_nodes/stats/indices/search?filter_path=**.point_in_time_current`,
		);
		expect(JSON.stringify(await answer.json())).toMatch(
			/^\{"nodes":\{"[^"]+":\{"indices":\{"search":\{"point_in_time_current":0\}\}\}\}\}$/,
		);
	});
});

describeNeeding(["go"], "with VictoriaLogs", () => {
	test("a window that begins and ends within a second counts its own lines only", async () => {
		const server = await startVictoriaLogs();
		stops.push(server.stop);
		await push(server, recordsAt(iso));
		const source = victoriaLogs(server, labLabels);
		const window = {
			...theQuery,
			start: timeOf(21) + 1n,
			end: timeOf(93) + 1n,
		};
		const [slice, ...more] = await source.plan(window);
		expect(more).toEqual([]);
		expect(slice?.lines).toBe(72 * Object.keys(corpus).length);
		expect(
			Object.values(await linesByPod(source, window)).map(
				({ length }) => length,
			),
		).toEqual(Object.keys(corpus).map(() => 72));
	});

	test("empty lines, cut lines and lines after a clock was set back are as they were written", async () => {
		const server = await startVictoriaLogs();
		stops.push(server.stop);
		const lines = [
			{ line: "first", second: 10 },
			{ line: "", second: 10 },
			{ line: "second, by a clock that was set back", second: 7 },
			{ line: "only the beginning of a li", second: 8, bytes: 300_000 },
			{ line: "last", second: 8 },
		];
		await push(
			server,
			lines.map(({ line, second, bytes }, index) =>
				JSON.stringify({
					_time: iso(second),
					_msg: line,
					"kubernetes.pod_namespace": namespace,
					"kubernetes.pod_name": "relay-0",
					"kubernetes.container_name": container,
					"lab.offset": String(index * 50),
					...(bytes && { "lab.line_bytes": String(bytes) }),
				}),
			),
		);
		const archive = await folder();
		await archiveLogs(victoriaLogs(server, labLabels), theQuery, archive);
		for (const source of [
			victoriaLogs(server, labLabels),
			archivedLogs(archive),
		]) {
			const read = [];
			for await (const { batches } of readLogs(source, theQuery))
				for await (const batch of batches) read.push(batch);
			expect(read).toMatchObject([
				{ lines: lines.map(({ line }) => line), cut: [3] },
			]);
		}
	});

	conformsAsLogSource("VictoriaLogs", async () => {
		const server = await startVictoriaLogs();
		stops.push(server.stop);
		await push(server, recordsAt(iso));
		return { source: victoriaLogs(server, labLabels, 200), host: HOST };
	});

	conformsAsLogSource(
		"VictoriaLogs, with many lines of the same time,",
		async () => {
			const server = await startVictoriaLogs();
			stops.push(server.stop);
			const records = recordsAt((index) => iso(index - (index % 40)));
			// The lines arrive in reverse order.
			await push(server, records.reverse());
			return { source: victoriaLogs(server, labLabels, 200), host: HOST };
		},
	);
});

const recordsAt = (time: (index: number) => string): string[] =>
	everything.flatMap(([pod, lines]) =>
		lines.map((line, index) =>
			JSON.stringify({
				_time: time(index),
				_msg: line,
				"kubernetes.pod_namespace": namespace,
				"kubernetes.pod_name": pod,
				"kubernetes.container_name": container,
				"kubernetes.pod_node_name": HOST,
				"lab.offset": String(index * 100),
			}),
		),
	);

async function push(server: Running, records: readonly string[]) {
	const answer = await fetch(
		`${server.url}/insert/jsonline?_stream_fields=kubernetes.pod_name,kubernetes.pod_namespace`,
		{ method: "POST", body: records.join("\n") },
	);
	if (!answer.ok) throw new Error(await answer.text());
	// Lines become visible only some time after they were accepted.
	await fetch(`${server.url}/internal/force_flush`);
}

/** Writes all lines to three shards, in reverse order. */
async function fillOpenSearch(
	server: Running,
	index: string,
	mappings: object,
	time: (index: number) => string,
) {
	const send = async (method: string, path: string, body: string) => {
		const answer = await fetch(server.url + path, {
			method,
			body,
			headers: { "content-type": "application/x-ndjson" },
		});
		const said = await answer.text();
		if (!answer.ok || said.includes('"errors":true')) throw new Error(said);
	};
	const settings = { number_of_shards: 3 };
	await send("PUT", `/${index}`, JSON.stringify({ settings, mappings }));
	const documents = everything.flatMap(([pod, lines]) =>
		lines.map((message, at) => ({
			"@timestamp": time(at),
			message,
			kubernetes: {
				namespace,
				pod: { name: pod },
				container: { name: container },
				node: { name: HOST },
			},
			log: { offset: at * 100 },
		})),
	);
	await send(
		"POST",
		`/${index}/_bulk?refresh=true`,
		documents
			.reverse()
			.map((one) => `{"index":{}}\n${JSON.stringify(one)}\n`)
			.join(""),
	);
}
