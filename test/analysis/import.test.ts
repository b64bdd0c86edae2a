// The folders in ten-ksim/ were written by 10ksim itself (github.com/vacp2p/10ksim) from made-up
// log lines of four pods on two machines, the second of which has a clock that is 2 ms late:
// - timestamp/ and waku/: Nimlibp2pAnalyzer, WakuAnalyzer, DataRequestHandler, Bridge and
//   BaseExperiment.log_event of 4f90a3c548555fe6407f33053d44055b4e6e4e3d (2026-08-14), which
//   read the lines from a server that answers like VictoriaLogs;
// - current/: Nimlibp2pAnalyzer and Bridge of 4db35bb (2026-03-27), likewise.
// pandas was 2.3.3.
import {
	cp,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
	findTenKsimRuns,
	type Imported,
	importTenKsim,
	importTenKsimRun,
} from "@lab/analysis/import";
import { analyseRun } from "@lab/analysis/ledger";
import { figuresOf, writeReport } from "@lab/analysis/report";
import { createViews, Database } from "@lab/analysis/tables";
import { tryRun } from "@lab/core";
import { protocols } from "@lab/protocols";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeRunFolder } from "./_run-folder.ts";

const root = join(import.meta.dirname, "../..");
const given = join(import.meta.dirname, "ten-ksim");
const first = "timestamp/2026.08.05_01.14.19.000_1111";
const second = "timestamp/2026.08.05_02.14.19.000_2222";

let folder: string;
let tables: string;
let database: Database;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "ten-ksim-"));
	tables = join(folder, "tables");
	database = await Database.open();
});
afterEach(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

/** Copies a run of 10ksim, to change it. */
async function copyOf(name: string): Promise<string> {
	const copy = join(folder, "copies", basename(name));
	await cp(join(given, name), copy, { recursive: true });
	return copy;
}
const summary = (run: string, name: "received" | "sent") =>
	join(run, `analysis_data/summary/${name}.csv`);
async function change(
	path: string,
	by: (text: string) => string,
): Promise<void> {
	await writeFile(path, by(await readFile(path, "utf8")));
}
const figures = ({ analysed }: Imported) =>
	figuresOf(database, analysed, protocols);
const countsOf = async (imported: Imported) =>
	Object.fromEntries(
		(await figures(imported)).outcomes.map(({ outcome, pairs }) => [
			outcome,
			pairs,
		]),
	);

describe.each([
	["with 'timestamp'", first],
	["with 'current'", "current"],
])("a run of 10ksim in the layout %s", (_, name) => {
	test("shows the missing delivery, which a duplicate hid in 10ksim", async () => {
		const imported = await importTenKsim(database, join(given, name), tables);
		expect(imported.notes).toEqual([]);
		expect(await countsOf(imported)).toEqual({
			delivered: 16,
			duplicate: 1,
			missing: 1,
		});
		const { missing, messages } = await figures(imported);
		expect(messages).toBe(6);
		expect(missing).toMatchObject([
			{ id: "9223372036854775807", node: "pod-3" },
		]);
	});

	test("has latencies that are exact to the nanosecond on one machine, and within their error between two", async () => {
		const imported = await importTenKsim(database, join(given, name), tables);
		await createViews(database, tables, imported.analysed.run);
		const rows = await database.rows<{
			message: number;
			name: string;
			latency: number | null;
			error: number | null;
			same: boolean;
		}>(
			`SELECT l.message, n.name, l.latency_ns AS latency, l.error_ns AS error, n.host = p.host AS same
			 FROM ledger AS l JOIN nodes AS n USING (node)
			 JOIN messages AS m USING (message) JOIN nodes AS p ON p.node = m.publisher
			 WHERE l.latency_ns IS NOT NULL`,
		);
		expect(rows.filter(({ same }) => same).length).toBeGreaterThan(3);
		expect(rows.filter(({ same }) => !same).length).toBeGreaterThan(3);
		for (const { message, name: pod, latency, error, same } of rows) {
			const truth =
				1_000_000 + (message * 7 + Number(pod.slice(-1)) * 3) * 100_000;
			if (same) expect([pod, latency]).toEqual([pod, truth]);
			else
				expect(Math.abs(Number(latency) - truth)).toBeLessThanOrEqual(
					Number(error),
				);
		}
	});

	test("has the machines of its nodes", async () => {
		const imported = await importTenKsim(database, join(given, name), tables);
		await createViews(database, tables, imported.analysed.run);
		expect(
			await database.rows("SELECT name, host FROM nodes ORDER BY name"),
		).toEqual([
			{ name: "pod-0", host: "worker-1" },
			{ name: "pod-1", host: "worker-2" },
			{ name: "pod-2", host: "worker-1" },
			{ name: "pod-3", host: "worker-2" },
		]);
	});

	test("has the windows whose end is after their start", async () => {
		const imported = await importTenKsim(database, join(given, name), tables);
		const { windows } = await figures(imported);
		expect(windows.map((window) => window.name)).toContain("complete");
		for (const { start_ns, end_ns } of windows)
			expect(BigInt(end_ns)).toBeGreaterThan(BigInt(start_ns));
	});
});

describe("a run of 10ksim with Waku nodes", () => {
	test("expects each message from the nodes of its shard only", async () => {
		const imported = await importTenKsim(database, join(given, "waku"), tables);
		expect(await countsOf(imported)).toEqual({ delivered: 4, missing: 1 });
		const { missing, nodes } = await figures(imported);
		expect(nodes).toBe(5);
		expect(missing).toMatchObject([
			{ id: expect.stringMatching(/^0x0{60}07e1$/), node: "nodes-0-2" },
		]);
	});

	test("takes the pod that sent without having received for the publisher", async () => {
		const imported = await importTenKsim(database, join(given, "waku"), tables);
		const { byMessage } = await figures(imported);
		expect(byMessage.map(({ publisher }) => publisher).sort()).toEqual([
			"nodes-0-0",
			"nodes-0-1",
			"nodes-1-0",
		]);
	});

	test.each([
		["007", "7"],
		["1e10", "10000000000"],
		["null", "NULL"],
		["0x7e1", "2017"],
		["18446744073709551616", "18446744073709551617"],
	])("keeps the ids %s and %s apart", async (one, other) => {
		const run = await copyOf("waku");
		const text = await readFile(summary(run, "sent"), "utf8");
		const [a = "", b = ""] = new Set(text.match(/0x[0-9a-f]{64}/g));
		for (const file of ["received", "sent"] as const)
			await change(summary(run, file), (text) =>
				text.replaceAll(a, one).replaceAll(b, other),
			);
		const imported = await importTenKsim(database, run, tables);
		const { byMessage, missing } = await figures(imported);
		expect(byMessage).toHaveLength(3);
		expect(byMessage.map(({ id }) => id)).toEqual(
			expect.arrayContaining([one, other]),
		);
		expect(await countsOf(imported)).toEqual({ delivered: 4, missing: 1 });
		expect(missing).toMatchObject([{ id: one, node: "nodes-0-2" }]);
	});
});

test("pods and machines have other column names until 2025", async () => {
	const run = await copyOf("waku");
	for (const file of ["received", "sent"] as const)
		await change(summary(run, file), (text) =>
			text
				.replace("kubernetes.pod_name", "pod-name")
				.replace("kubernetes.pod_node_name", "kubernetes-worker"),
		);
	const imported = await importTenKsim(database, run, tables);
	expect(await countsOf(imported)).toEqual({ delivered: 4, missing: 1 });
	await createViews(database, tables, imported.analysed.run);
	expect(
		await database.rows("SELECT DISTINCT host FROM nodes ORDER BY host"),
	).toEqual([{ host: "worker-1" }, { host: "worker-2" }]);
});

test.each([
	["2026-08-05 01:15:21.584947711", 1_785_892_521_584_947_711n],
	["2026-08-05 01:15:21.5849", 1_785_892_521_584_900_000n],
	["2026-08-05 01:15:21", 1_785_892_521_000_000_000n],
	["2026-08-05T01:15:21.5Z", 1_785_892_521_500_000_000n],
	["2026-08-05", 1_785_888_000_000_000_000n],
	["1785892521584947711", 1_785_892_521_584_947_711n],
])("the time %s is exact", async (text, ns) => {
	const run = await copyOf(first);
	await change(summary(run, "received"), (rows) =>
		rows.replace(/^7,[^,]*(.*pod-0,)/m, `7,${text}$1`),
	);
	const imported = await importTenKsim(database, run, tables);
	await createViews(database, tables, imported.analysed.run);
	const [row] = await database.rows<{ at: string }>(
		"SELECT CAST(received_ns AS VARCHAR) AS at FROM ledger JOIN messages AS m USING (message) JOIN nodes AS n USING (node) WHERE m.id = '7' AND n.name = 'pod-0'",
	);
	expect(BigInt(row?.at ?? 0)).toBe(ns);
});

describe("several runs below a folder", () => {
	test("are imported one by one, each with its own metrics", async () => {
		const runs: Imported[] = [];
		for (const run of await findTenKsimRuns(join(given, "timestamp")))
			runs.push(await importTenKsimRun(database, run, tables));
		expect(await Promise.all(runs.map(({ analysed }) => analysed.run))).toEqual(
			[
				expect.stringMatching(/^20260805-011419-nimlibp2p-[0-9a-f]{8}$/),
				expect.stringMatching(/^20260805-021419-nimlibp2p-[0-9a-f]{8}$/),
			],
		);
		const peers = [];
		for (const run of runs) {
			const { samples } = await figures(run);
			peers.push(samples.map(({ last_value }) => last_value));
		}
		expect(peers).toEqual([
			[5, 6, 7, 8],
			[41, 42, 43, 44],
		]);
	});

	test("are refused with their list where one is needed", async () => {
		await expect(
			importTenKsim(database, join(given, "timestamp"), tables),
		).rejects.toMatchObject({
			code: "several-ten-ksim-runs",
			message: expect.stringMatching(/_1111.*_2222/),
		});
	});

	test("leave out metrics that may be another run's, with a note", async () => {
		const copies = await copyOf("timestamp");
		await cp(
			join(copies, "libp2p-peers", basename(first)),
			join(copies, "libp2p-peers/yamux"),
		);
		await rm(join(copies, "libp2p-peers", basename(first)));
		await rm(join(copies, "libp2p-peers", basename(second)));
		const [run] = await findTenKsimRuns(copies);
		expect(run?.metrics).toEqual([]);
		expect(run?.notes.join()).toMatch(/libp2p-peers is not imported.*yamux/);
	});

	test("name the one that 10ksim has not analysed", async () => {
		const copies = await copyOf("timestamp");
		await rm(join(copies, basename(second), "analysis_data"), {
			recursive: true,
		});
		const runs = await findTenKsimRuns(copies);
		expect(runs).toHaveLength(1);
		expect(runs[0]?.notes.join()).toMatch(/_2222 has no received\.csv/);
	});

	test("with two lists of deliveries for one run are refused", async () => {
		const run = await copyOf(first);
		await cp(join(run, "analysis_data"), join(run, "analysis_data_2"), {
			recursive: true,
		});
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "several-ten-ksim-runs",
		});
	});
});

describe("what 10ksim says about its run", () => {
	test("makes it invalid, so that its report does not hold", async () => {
		const imported = await importTenKsim(database, join(given, second), tables);
		expect(imported.invalid).toEqual([
			expect.stringMatching(/^2 of 8 messages were never published/),
		]);
		expect(imported.notes.join()).toMatch(/2 of 8 publishes failed/);
		expect(imported.notes.join()).toMatch(
			/8 publishes were requested and 6 messages were logged: 2 were never published/,
		);
		const report = await writeReport(
			database,
			[imported.analysed],
			join(folder, "report"),
			{ protocols },
		);
		expect(report.holds).toBe("no");
		expect(report.text).toMatch(/invalid: 2 of 8 messages/);
		expect(await readFile(join(folder, "report/report.md"), "utf8")).toMatch(
			/\| note \| 2 of 8 publishes failed/,
		);
	});

	test("comes from the last run, if several shared the folder", async () => {
		const run = await copyOf(first);
		const before = join(given, second);
		for (const name of ["metadata.json", "events.log"]) {
			const text = await readFile(join(before, name), "utf8");
			await change(join(run, name), (own) => text + own);
		}
		const imported = await importTenKsim(database, run, tables);
		expect(imported.invalid).toEqual([]);
		expect(imported.notes.join("\n")).toMatch(
			/metadata\.json has 2 documents[\s\S]*events\.log has the events of 2 runs/,
		);
		expect(await countsOf(imported)).toEqual({
			delivered: 16,
			duplicate: 1,
			missing: 1,
		});
	});
});

describe("a run of 10ksim with gaps", () => {
	test("lists the nodes without a row", async () => {
		const run = await copyOf(second);
		for (const file of ["received", "sent"] as const)
			await change(summary(run, file), (text) =>
				text
					.split("\n")
					.filter((line) => !line.includes("pod-3,"))
					.join("\n"),
			);
		const imported = await importTenKsim(database, run, tables);
		expect(imported.analysed.lineCount.withoutLog).toEqual(["pod-3"]);
		expect((await countsOf(imported)).missing).toBeGreaterThan(0);
	});

	test("counts rows without a readable id, and no message with the id -1", async () => {
		const run = await copyOf(second);
		await change(summary(run, "received"), (text) =>
			text.replace(/^7,(.*pod-3,)/m, "-1,$1"),
		);
		const imported = await importTenKsim(database, run, tables);
		expect(imported.analysed.lineCount.unparsed).toBe(1);
		expect(imported.notes.join()).toMatch(
			/1 rows have the id -1 or a rounded one/,
		);
		const { messages, missing } = await figures(imported);
		expect(messages).toBe(6);
		expect(missing).toMatchObject([{ id: "7", node: "pod-3" }]);
	});

	test("counts rows whose id is rounded, and makes no message of them", async () => {
		const run = await copyOf(second);
		await change(summary(run, "received"), (text) =>
			text.replace(/^7,(.*pod-3,)/m, "2.759438560592408e+18,$1"),
		);
		const imported = await importTenKsim(database, run, tables);
		expect(imported.analysed.lineCount.unparsed).toBe(1);
		expect((await figures(imported)).messages).toBe(6);
	});

	test("expects deliveries at a node beyond the count of its set, with a note", async () => {
		const run = await copyOf(first);
		await change(join(run, "metadata.json"), (text) =>
			text.replace("[1, 4]", "[1, 3]"),
		);
		const imported = await importTenKsim(database, run, tables);
		expect(imported.notes.join()).toMatch(
			/1 nodes logged something that metadata.json does not count, such as pod-3/,
		);
		expect((await figures(imported)).missing).toMatchObject([
			{ id: "9223372036854775807", node: "pod-3" },
		]);
	});

	test("in which nothing arrived misses every delivery", async () => {
		const run = await copyOf(first);
		await change(
			summary(run, "received"),
			(text) => `${text.split("\n")[0]}\n`,
		);
		const imported = await importTenKsim(database, run, tables);
		expect(await countsOf(imported)).toEqual({ missing: 18 });
	});

	test("without sent.csv, metadata.json and events.log says what is unknown", async () => {
		const run = await copyOf(first);
		await rm(summary(run, "sent"));
		await rm(join(run, "metadata.json"));
		await rm(join(run, "events.log"));
		const imported = await importTenKsim(database, run, tables);
		expect(imported.notes.join("\n")).toMatch(
			/metadata\.json is missing[\s\S]*events\.log is missing[\s\S]*sent\.csv is missing[\s\S]*number of nodes is not recorded[\s\S]*6 of 6 messages are not in sent\.csv/,
		);
		expect((await countsOf(imported)).missing).toBe(1);
	});
});

test("windows are read in their zone, and one that cannot be read is noted", async () => {
	const run = await copyOf(first);
	await change(join(run, "metadata.json"), (text) => {
		const document = JSON.parse(text);
		const { complete } = document.results;
		document.results = {
			complete,
			east: {
				start: `${complete.start.replace("T01:", "T03:")}+02:00`,
				end: `${complete.end.replace("T01:", "T03:")}+02:00`,
			},
			late: { start: complete.start, end: "soon" },
		};
		return JSON.stringify(document);
	});
	const imported = await importTenKsim(database, run, tables);
	const { windows } = await figures(imported);
	const [complete, east, ...others] = windows;
	expect(others).toEqual([]);
	expect(east).toEqual({ ...complete, name: "east" });
	expect(imported.notes.join("\n")).toContain(
		"the window 'late' is left out: its times '2026-08-05T01:14:21' and 'soon' cannot be read",
	);
});

describe("what cannot be read is an error with its place", () => {
	test.each<[string, RegExp, (text: string) => string]>([
		[
			"a missing column",
			/no column 'timestamp' or 'current'/,
			(text) => text.replace("timestamp", "time"),
		],
		[
			"a missing id",
			/no column 'msgId' or 'msg_hash'/,
			(text) => text.replace("msgId", "id"),
		],
		[
			"a time that is none",
			/1 rows have no readable timestamp, such as 'NaT'/,
			(text) => text.replace(/^7,[^,]*/m, "7,NaT"),
		],
		[
			"a time in milliseconds, which would be one of 1970 in nanoseconds",
			/1 rows have no readable timestamp, such as '1785892519584'/,
			(text) => text.replace(/^7,[^,]*/m, "7,1785892519584"),
		],
		[
			"a time of sending that is none",
			/no readable sentAt/,
			(text) => text.replace(/^7,([^,]*),[^,]*/m, "7,$1,soon"),
		],
		[
			"a row that is cut",
			/CSV Error on Line: \d+/,
			(text) => text.slice(0, -40),
		],
		["an empty file", /the file is empty/, () => ""],
		[
			"a column twice",
			/'delayMs' appears twice/,
			(text) => text.replace("sentAt", "delayMs"),
		],
	])("%s", async (_, message, by) => {
		const run = await copyOf(first);
		await change(summary(run, "received"), by);
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "bad-ten-ksim-csv",
			message: expect.stringMatching(message),
			findings: [{ where: summary(run, "received") }],
		});
	});

	test("no row in either file", async () => {
		const run = await copyOf(first);
		for (const file of ["received", "sent"] as const)
			await change(summary(run, file), (text) => `${text.split("\n")[0]}\n`);
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "bad-ten-ksim-csv",
			message: expect.stringMatching(/there is no row/),
		});
	});

	test("a metric with a row that is cut", async () => {
		const copies = await copyOf("timestamp");
		const path = join(copies, "libp2p-peers", basename(first));
		await change(path, (text) => text.slice(0, -4));
		const [run] = await findTenKsimRuns(copies);
		await expect(
			importTenKsimRun(database, run as never, tables),
		).rejects.toMatchObject({
			code: "bad-ten-ksim-csv",
			findings: [{ where: `${path}:3` }],
		});
	});

	test("truncated metadata", async () => {
		const run = await copyOf(first);
		await writeFile(join(run, "metadata.json"), '{"stack": {"name": ');
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "invalid-json",
		});
	});

	test("a line of events.log that is no JSON", async () => {
		const run = await copyOf(first);
		await change(
			join(run, "events.log"),
			(text) => `${text}run_invalid: two nodes crashed\n`,
		);
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "invalid-json",
			message: expect.stringContaining("run_invalid: two nodes crashed"),
		});
	});

	test("sets without as many counts", async () => {
		const run = await copyOf(first);
		await change(join(run, "metadata.json"), (text) =>
			text.replace("[1, 4]", "[4]"),
		);
		await expect(importTenKsim(database, run, tables)).rejects.toMatchObject({
			code: "bad-ten-ksim-metadata",
		});
	});

	test.each(["nothing", "a-file"])("no run: %s", async (name) => {
		await writeFile(join(folder, "a-file"), "");
		await expect(
			importTenKsim(database, join(folder, name), tables),
		).rejects.toMatchObject({ code: "no-ten-ksim-run" });
	});
});

test("the received.csv and sent.csv of our report are read like 10ksim's", async () => {
	const own = join(folder, "own");
	await mkdir(own);
	await writeRunFolder(own, {
		run: "own",
		lose: (node, message) => node === "relay-2" && message === 3,
	});
	const analysed = await analyseRun(database, own, protocols, { stepMs: 1000 });
	const { runs } = await writeReport(
		database,
		[analysed],
		join(folder, "report"),
		{ protocols },
	);
	const csvs = join(folder, "report/csv/own");
	const columns = async (name: string) =>
		(await readFile(join(csvs, name), "utf8")).split("\n")[0];
	const theirs = async (name: "received" | "sent") =>
		(await readFile(summary(join(given, first), name), "utf8")).split("\n")[0];
	expect(await columns("received.csv")).toBe(await theirs("received"));
	expect(await columns("sent.csv")).toBe(await theirs("sent"));
	const imported = await importTenKsim(database, csvs, tables);
	const { outcomes, missing } = await figures(imported);
	const pairs = (rows: typeof outcomes, outcome: string) =>
		rows.find((row) => row.outcome === outcome)?.pairs;
	expect(pairs(outcomes, "delivered")).toBe(
		pairs(runs[0]?.outcomes ?? [], "delivered"),
	);
	expect(missing).toHaveLength(1);
	expect(missing[0]?.node).toBe("relay-2");
});

test("an imported run is reported, compared and archived like our own", async () => {
	const analyze = async (...words: string[]) => {
		const result = await tryRun(
			"node",
			[
				"packages/launch/launch.mjs",
				"packages/cli/src/main.ts",
				"analyze",
				...words,
				"--json",
			],
			{ cwd: root, timeout: "2m" },
		);
		if (result.exit > 1) throw new Error(result.stderr);
		return { exit: result.exit, document: JSON.parse(result.stdout) };
	};
	const imported = await analyze(
		"import",
		join(given, "timestamp"),
		"--tables",
		tables,
		"--out",
		join(folder, "a"),
	);
	expect(imported.exit).toBe(1);
	const [one, other] = imported.document.runs;
	expect(await readdir(one.folder)).toEqual(
		expect.arrayContaining(["imported.json", "source"]),
	);

	const report = await analyze(
		"report",
		one.folder,
		"--out",
		join(folder, "b"),
	);
	expect(report.document.runs[0].outcomes).toEqual(one.outcomes);

	const archive = join(folder, "archive");
	const archived = await analyze("archive", one.folder, "--out", archive);
	expect(archived.exit).toBe(0);
	expect(archived.document.dataset.files).toContainEqual(
		expect.objectContaining({ path: "source/received.csv", format: "csv" }),
	);
	const again = await analyze("report", archive, "--out", join(folder, "c"));
	expect(again.document.runs).toEqual(report.document.runs);

	// The two runs have different parameters, so they are no replicates of each other.
	const compared = await analyze("compare", archive, other.folder);
	expect(compared.document.base).toEqual([one.run]);
	expect(compared.document.candidate).toEqual([other.run]);
	expect(compared.document.measures[0].replicates).toEqual([1, 1]);
	expect(compared.document.invalid).toMatchObject([{ run: other.run }]);

	await writeFile(join(archive, "source/received.csv"), "");
	await expect(
		analyze("report", archive, "--out", join(folder, "d")),
	).rejects.toThrow(/file-changed/);
	await expect(
		analyze("report", one.folder, "--stack", "vaclab"),
	).rejects.toThrow(/imported-run/);
	await expect(analyze("report", join(given, first))).rejects.toThrow(
		/is a run of 10ksim[\s\S]*pnpm analyze import/,
	);
}, 240_000);

describe("a run of 10ksim with churn", () => {
	const event = (name: string, time: string, nodes: readonly string[]) =>
		`{"event": "${name}", "nodes": ${JSON.stringify(nodes)}, "timestamp": "2026-08-05 ${time}"}\n`;
	/** Without the deliveries to pod-3, and with events as churn.py logs them. */
	const churned = async (events: string) => {
		const run = await copyOf(first);
		await change(summary(run, "received"), (text) =>
			text
				.split("\n")
				.filter((line) => !line.includes("pod-3"))
				.join("\n"),
		);
		await change(join(run, "events.log"), (text) =>
			text.replace('{"event": "publish_summary"', `${events}$&`),
		);
		return importTenKsim(database, run, tables);
	};

	test("has the same outages as a run of ours: nothing is missing while a node was down", async () => {
		const events =
			event("churn_down", "01:15:18", ["pod-3"]) +
			event("churn_is_down", "01:15:19", ["pod-3"]) +
			event("churn_rejoin", "01:15:21", ["pod-3"]) +
			event("churn_rejoined", "01:15:22", ["pod-3"]);
		const { outcomes } = await figures(await churned(events));
		const down = outcomes.find(({ reason }) => reason === "pod down");
		expect(down?.pairs).toBeGreaterThan(0);
		expect(outcomes.some(({ outcome }) => outcome === "missing")).toBe(true);
	});

	test("excuses a node that never came back until the end of the run", async () => {
		const { outcomes } = await figures(
			await churned(event("churn_down", "01:15:18", ["pod-3"])),
		);
		expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual([
			["delivered", ""],
			["unobservable", "pod down"],
		]);
	});
});

describe("a run of 10ksim with a partition", () => {
	/** Events as partition.py logs them. */
	const labelled =
		'{"event": "partition_labelled", "pods": 4, "timestamp": "2026-08-05 01:14:50"}\n{"event": "partition_applied", "side_a": 2, "side_b": 2, "timestamp": "2026-08-05 01:15:00"}\n';
	const healed =
		'{"event": "partition_heal", "timestamp": "2026-08-05 01:15:23"}\n{"event": "partition_healed", "timestamp": "2026-08-05 01:15:23"}\n';
	const parted = async (events: string) => {
		const run = await copyOf(first);
		await change(join(run, "events.log"), (text) =>
			text.replace('{"event": "publish_summary"', `${events}$&`),
		);
		return importTenKsim(database, run, tables);
	};

	test("says so, and has figures of the time in which the nodes were apart", async () => {
		const { about, windows, parts } = await figures(
			await parted(labelled + healed),
		);
		expect(about.facts).toContainEqual({
			name: "partition",
			value:
				"into 2 and 2 nodes for 24 s after 41 s; 10ksim does not test whether they were apart",
		});
		expect(windows.map(({ name }) => name)).toContain("partition");
		const pairs = parts.partition?.outcomes.reduce(
			(sum, outcome) => sum + outcome.pairs,
			0,
		);
		expect(pairs).toBeGreaterThan(0);
	});

	test("lasts until the end of the run if it was never healed", async () => {
		const { about } = await figures(await parted(labelled));
		expect(about.facts).toContainEqual({
			name: "partition",
			value: expect.stringContaining(", never healed"),
		});
	});
});

test("the page of an imported run says what was run", async () => {
	const run = await copyOf(first);
	await change(
		join(run, "events.log"),
		(text) =>
			`${text}{"event": "images_resolved", "requested": "repo/node:v1", "resolved": {"pod-0": ["repo/node@sha256:0123"]}, "timestamp": "2026-08-05 01:15:18"}\n`,
	);
	const { analysed } = await importTenKsim(database, run, tables);
	const { about } = await figuresOf(database, analysed, protocols);
	expect(about).toMatchObject({ name: "nimlibp2p", lengthNs: 59_000_000_000n });
	expect(about.facts).toEqual([
		{ name: "experiment", value: "nimlibp2p" },
		{ name: "parameter num_messages", value: "6" },
		{ name: "nodes bootstrap", value: "1" },
		{ name: "nodes pod", value: "4" },
		{
			name: "image",
			value: "repo/node:v1, pulled repo/node@sha256:0123",
		},
		{ name: "made by", value: "10ksim" },
	]);
});
