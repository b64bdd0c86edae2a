import { mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareRuns } from "@lab/analysis/compare";
import { analyseRun } from "@lab/analysis/ledger";
import { figuresOf, type Report, writeReport } from "@lab/analysis/report";
import {
	archiveLogs,
	labLabels,
	logFiles,
	victoriaLogs,
} from "@lab/analysis/sources";
import { createViews, Database } from "@lab/analysis/tables";
import { describeNeeding } from "@lab/core/testing";
import { protocols } from "@lab/protocols";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectReadable } from "./_browser.ts";
import { writeProtocolRun } from "./_protocol-lines.ts";
import { type SyntheticRun, writeRunFolder } from "./_run-folder.ts";
import { startVictoriaLogs } from "./_servers.ts";

let root: string;
let database: Database;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "report-"));
	database = await Database.open();
});
afterAll(async () => {
	database.close();
	await rm(root, { recursive: true, force: true });
});

const analysed = async (
	name: string,
	given: Parameters<typeof writeRunFolder>[1],
) => {
	const folder = join(root, name);
	await mkdir(folder, { recursive: true });
	await writeRunFolder(folder, { run: name, ...given });
	return analyseRun(database, folder, protocols, { stepMs: 1000 });
};

describe("a report", () => {
	let report: Report;
	const file = (name: string) => readFile(join(report.folder, name), "utf8");
	beforeAll(async () => {
		const good = await analysed("good", {});
		const lossy = await analysed("lossy", {
			lose: (node, message) => node === "relay-2" && message === 3,
		});
		report = await writeReport(database, [good, lossy], join(root, "out"), {
			protocols,
		});
	});

	test("fails if a delivery is missing, and names the message and the node", () => {
		expect(report.holds).toBe("no");
		expect(report.text).toMatch(
			/lossy: .*1 missing: 4611686018430387913 at relay-2/,
		);
	});

	test("is one page without network requests", async () => {
		const html = await file("report.html");
		expect(html).not.toMatch(/<script|(?:src|href)="(?!#)|url\((?!#)|@import/);
		expect(html.match(/<svg /g)?.length).toBeGreaterThanOrEqual(8);
	});

	test("has the same tables as Markdown, with pictures that exist", async () => {
		const markdown = await file("report.md");
		expect(markdown).toContain(
			"| lossy | missing | not logged, for no known reason | 1 |",
		);
		const pictures = [...markdown.matchAll(/\]\((.+\.png)\)/g)].map(
			([, name]) => name as string,
		);
		expect(pictures.length).toBeGreaterThanOrEqual(8);
		for (const name of pictures)
			expect((await stat(join(report.folder, name))).size).toBeGreaterThan(
				2000,
			);
	});

	test("reports failed criteria as JUnit", async () => {
		const junit = await file("junit.xml");
		expect(junit).toMatch(/<testsuite name="good" tests="1" failures="0"/);
		expect(junit).toMatch(/<testsuite name="lossy" tests="1" failures="1"/);
	});

	test("writes metrics in 10ksim's layout: a row per time, a column per pod", async () => {
		const [head, first] = (await file("csv/metrics/mesh-peers/good")).split(
			"\n",
		);
		expect(head).toBe("Time,relay-0,relay-1,relay-2,relay-3,relay-4,relay-5");
		expect(first).toMatch(/^2026-08-05 01:15:20\.084000,4,4,4,4,4,4$/);
		expect(await file("csv/metrics/gossipsub/received/good")).toContain(
			"Time,",
		);
		expect((await file("csv/lossy/received.csv")).split("\n")[0]).toBe(
			"msgId,timestamp,sentAt,delayMs,kubernetes.pod_name,kubernetes.pod_node_name",
		);
	});

	test("accounts for every line of every run", () => {
		for (const { lineCount } of report.runs) {
			expect(lineCount.lines).toBe(
				lineCount.events + lineCount.continuations + lineCount.unparsed,
			);
			expect(lineCount).toMatchObject({ unparsed: 0, lost: 0 });
		}
	});

	describeNeeding(["chromium"], "in Chromium", () => {
		test("shows every plot, and fits the width of the window", () =>
			expectReadable(join(report.folder, "report.html")));
	});
});

describe("a report of a run with every protocol", () => {
	let report: Report;
	beforeAll(async () => {
		const folder = join(root, "protocols");
		await mkdir(folder);
		await writeProtocolRun(folder, { run: "protocols" });
		const all = await analyseRun(database, folder, protocols, { stepMs: 1000 });
		expect(all.lineCount.unparsed).toBe(0);
		report = await writeReport(database, [all], join(root, "protocols-out"), {
			protocols,
		});
	});

	test("has a plot for each of the protocols' results", async () => {
		const html = await readFile(join(report.folder, "report.html"), "utf8");
		for (const name of [
			"latency-by-group",
			"queue-medium-over-time",
			"queue-low-over-time",
			"slow-peer-penalty-over-time",
			"queue-losses",
			"hops",
			"kad-lookup-durations",
			"kad-ranks",
			"kad-warm-up",
			"service-discovery",
			"connections-over-time",
			"connection-manager-peers",
			"store-archive",
			"store-completeness",
			"filter-deliveries",
			"filter-pushes",
			"lightpush",
			"waku-waits",
		]) {
			expect(html).toContain(`<section id="${name}">`);
			expect(report.files).toContain(`${name}.png`);
		}
	});

	test("has the protocols' measures of the run and of a window", async () => {
		const [run] = report.runs;
		// Every ninth lookup fails; store 1 lacks every sixth message, client 5 every fourth; 10 of 70 pushed ones are not relayed.
		expect(run?.measures).toMatchObject({
			"kad.lookups.success": 72 / 80,
			"store.not-archived": 10,
			"filter.missed": 15,
			"lightpush.success": 60 / 70,
			"hubs.above-mark": 0,
		});
		const early = run?.parts.early?.measures;
		expect(early).toMatchObject({
			"kad.lookups.success": 8 / 9,
			"store.not-archived": 8,
			"filter.missed": 11,
			"lightpush.success": 1,
		});
		expect(early).not.toHaveProperty(["hubs.above-mark"]);
		expect(run?.parts.complete?.measures).not.toHaveProperty([
			"kad.lookups.success",
		]);
		const page = await readFile(join(report.folder, "report.md"), "utf8");
		expect(page).toMatch(/## Measures of the protocols/);
		expect(page).toMatch(/\| early +\| 0\.888889 /);
	});

	test("separates slow nodes from the others, in milliseconds", () => {
		const [relay, slow] = report.runs[0]?.protocols["latency-by-group"] ?? [];
		expect(relay).toMatchObject({ node_group: "relay", p50_ms: 5.3 });
		expect(slow).toMatchObject({ node_group: "slow", deliveries: 80 });
		expect(slow?.p50_ms).toBeGreaterThan(60);
	});

	describeNeeding(["chromium"], "in Chromium", () => {
		test("shows every plot", () =>
			expectReadable(join(report.folder, "report.html")));
	});
});

test("a line that the collector dropped is a log gap, not a missing delivery", async () => {
	const gappy = await analysed("gappy", {
		drop: ({ node, line }) =>
			node === "relay-4" &&
			line.includes("Received") &&
			line.includes("4611686018430387913"),
	});
	expect(gappy.lineCount.lost).toBe(1);
	const { outcomes } = await figuresOf(database, gappy, protocols);
	expect(outcomes).toMatchObject([
		{ outcome: "delivered" },
		{ outcome: "unobservable", reason: "log gap", pairs: 1 },
	]);
});

/** Outcomes of a run in which one delivery is lost, and the last lines of a node may be. */
const outcomesOf = async (name: string, given: SyntheticRun) => {
	const figures = await figuresOf(
		database,
		await analysed(name, given),
		protocols,
	);
	return {
		outcomes: figures.outcomes.filter(({ outcome }) => outcome !== "delivered"),
		held: figures.judgements[0]?.holds,
	};
};
/** The last planned message, which relay-4 does not publish. */
const isLast = (line: string) => line.includes("4611686018436387931");

test("a delivery that a node lost is missing if its log is whole", async () => {
	expect(
		await outcomesOf("whole-tail", {
			lose: (node, message) => node === "relay-4" && message === 9,
		}),
	).toMatchObject({
		outcomes: [{ outcome: "missing", pairs: 1 }],
		held: "no",
	});
});

test("a delivery in the last lines of a log, which were cut off with the sentinel after them, is undecided", async () => {
	const cut = {
		drop: ({ node, line }: { node: string; line: string }) =>
			node === "relay-4" && (isLast(line) || line.includes("Sentinel")),
	};
	expect(await outcomesOf("cut-tail", cut)).toMatchObject({
		outcomes: [{ outcome: "unobservable", reason: "log gap", pairs: 1 }],
		held: "unknown",
	});
});

test("a delivery that a node lost is undecided if it was not asked to end its log", async () => {
	expect(
		await outcomesOf("open-tail", {
			lose: (node, message) => node === "relay-4" && message === 9,
			unasked: (node) => node === "relay-4",
		}),
	).toMatchObject({
		outcomes: [
			{
				outcome: "unobservable",
				reason: "the end of the log: no sentinel is after it",
				pairs: 1,
			},
		],
		held: "unknown",
	});
});

test("a delivery that a node without sentinels did not log is missing", async () => {
	expect(
		await outcomesOf("foreign-tail", {
			lose: (node, message) => node === "relay-4" && message === 9,
			foreign: () => true,
		}),
	).toMatchObject({ outcomes: [{ outcome: "missing", pairs: 1 }] });
});

test("deliveries to a node without any log lines are unobservable, not missing", async () => {
	const mute = await analysed("mute", {
		drop: ({ node }) => node === "relay-4",
	});
	expect(mute.lineCount.silent).toEqual(["relay-4"]);
	const { outcomes } = await figuresOf(database, mute, protocols);
	expect(outcomes).toMatchObject([
		{ outcome: "delivered" },
		{ outcome: "unobservable", reason: "log gap" },
	]);
	const { holds, text } = await writeReport(
		database,
		[mute],
		join(root, "mute-report"),
		{ protocols },
	);
	expect([holds, text]).toEqual([
		"no",
		expect.stringContaining("1 nodes fell silent: relay-4"),
	]);
});

test("a node without any line, in a run without sentinels, neither blames the protocol nor passes", async () => {
	const deaf = await analysed("deaf", {
		drop: ({ node }) => node === "relay-4",
		foreign: () => true,
	});
	expect(deaf.lineCount.withoutLog).toEqual(["relay-4"]);
	const figures = await figuresOf(database, deaf, protocols);
	expect(figures.outcomes).toMatchObject([
		{ outcome: "delivered" },
		{ outcome: "unobservable", reason: "no line of the node's log" },
	]);
	const pairs = figures.outcomes[1]?.pairs;
	expect(figures.judgements).toMatchObject([
		{
			holds: "unknown",
			observed: 0,
			why: `delivery.missing is 0 (between 0 and ${pairs}, since no log shows whether ${pairs} pairs were delivered), required at most 0`,
		},
	]);
	const { holds, text } = await writeReport(
		database,
		[deaf],
		join(root, "deaf-report"),
		{ protocols },
	);
	expect([holds, text]).toEqual([
		"no",
		expect.stringContaining("1 nodes have no log line: relay-4"),
	]);
});

describe("a log that was collected twice", () => {
	const twice = (foreign: boolean) => ({
		foreign: () => foreign,
		again: (node: string) => node === "relay-4",
	});

	test.each([
		["with sentinels", false, "lines more than the nodes wrote"],
		["without", true, "the lines of 1 nodes are there more than once"],
	])(
		"%s is told, and its duplicates may be none",
		async (name, foreign, why) => {
			const doubled = await analysed(`twice-${name}`, {
				...twice(foreign),
				change: (plan) =>
					plan.criteria.push({ measure: "delivery.duplicates", atMost: 0 }),
			});
			const figures = await figuresOf(database, doubled, protocols);
			expect(
				figures.outcomes.map(({ outcome, reason }) => [outcome, reason]),
			).toEqual([
				["delivered", ""],
				["duplicate", "its line is in the log more than once"],
			]);
			expect(figures.judgements.map(({ holds }) => holds)).toEqual([
				"yes",
				"unknown",
			]);
			const { holds, text } = await writeReport(
				database,
				[doubled],
				join(root, `twice-${name}-report`),
				{ protocols },
			);
			expect([holds, text]).toEqual(["no", expect.stringContaining(why)]);
		},
	);
});

test("one of four fragments is no delivery", async () => {
	const parts = await analysed("parts", {
		change: (plan) => {
			for (const group of plan.groups) group.env.FRAGMENTS = "4";
		},
	});
	const { outcomes } = await figuresOf(database, parts, protocols);
	expect(outcomes).toEqual([
		{
			outcome: "missing",
			reason: "incomplete: not all fragments are logged",
			pairs: 50,
		},
	]);
});

test("five slower runs compared with five are worse; one compared with one is inconclusive", async () => {
	const figures = async (name: string, delayMs: number) =>
		figuresOf(database, await analysed(name, { delayMs }), protocols);
	const base = await Promise.all([]);
	const candidate = [];
	for (let index = 0; index < 5; index++) {
		base.push((await figures(`base-${index}`, 20 + index / 10)) as never);
		candidate.push(await figures(`candidate-${index}`, 30 + index / 10));
	}
	const both = compareRuns(base, candidate);
	expect(both.answer).toBe("worse");
	expect(
		both.measures.find(({ measure }) => measure === "latency.p50"),
	).toMatchObject({ answer: "different", direction: "worse" });
	expect(
		both.measures.find(({ measure }) => measure === "delivery.missing"),
	).toMatchObject({ answer: "equivalent" });
	expect(compareRuns(base.slice(0, 1), candidate.slice(0, 1)).answer).toBe(
		"inconclusive",
	);
});

describeNeeding(["go"], "with VictoriaLogs", () => {
	test("files, VictoriaLogs and the archive give identical tables", async () => {
		const folder = join(root, "three");
		await mkdir(folder, { recursive: true });
		const { plan, lines } = await writeRunFolder(folder, {
			run: "three",
			lose: (node, message) => node === "relay-1" && message === 7,
		});
		const server = await startVictoriaLogs();
		await fetch(
			`${server.url}/insert/jsonline?_stream_fields=kubernetes.pod_name`,
			{
				method: "POST",
				body: lines
					.map(({ node, at, line }, index) =>
						JSON.stringify({
							_time: String(at + BigInt(index)),
							_msg: line,
							"kubernetes.pod_namespace": plan.namespace,
							"kubernetes.pod_name": node,
							"kubernetes.container_name": "pod-0",
						}),
					)
					.join("\n"),
			},
		);
		await fetch(`${server.url}/internal/force_flush`);
		const query = {
			start: 1_785_892_518_584_000_123n,
			end: 1_785_892_525_084_000_124n,
			namespace: plan.namespace,
			workloads: ["relay"],
			container: "pod-0",
		};
		const archive = join(folder, "archive");
		expect(
			await archiveLogs(victoriaLogs(server, labLabels), query, archive),
		).toBe(lines.length);
		expect(
			await archiveLogs(
				logFiles(join(folder, "logs")),
				query,
				join(folder, "archive-of-files"),
			),
		).toBe(lines.length);
		const contents = async (logs: Parameters<typeof analyseRun>[3]) => {
			const { tables, run: id } = await analyseRun(
				database,
				folder,
				protocols,
				logs,
			);
			const views = await createViews(database, tables, id);
			const all: Record<string, unknown> = {};
			for (const view of views)
				all[view] = await database.rows(`SELECT * FROM "${view}" ORDER BY ALL`);
			return all;
		};
		const fromFiles = await contents({
			stack: { logs: { kind: "files", path: join(folder, "logs") } },
		});
		expect((fromFiles.libp2p_received as unknown[]).length).toBe(59);
		expect(
			await contents({
				stack: { logs: { kind: "victoria-logs", url: server.url } },
			}),
		).toEqual(fromFiles);
		expect(
			await contents({ stack: { logs: { kind: "archive", path: archive } } }),
		).toEqual(fromFiles);
		await server.stop();
	});
});
