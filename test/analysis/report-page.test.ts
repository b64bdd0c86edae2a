import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "@lab/analysis/ledger";
import { writeReport } from "@lab/analysis/report";
import { Database } from "@lab/analysis/tables";
import { describeNeeding } from "@lab/core/testing";
import { protocols } from "@lab/protocols";
import { sealPlan } from "@lab/record";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectReadable } from "./_browser.ts";
import { writeRunFolder } from "./_run-folder.ts";

const ids = [
	"20261130-164038-small-long-name-00000000-9d2b",
	"20261130-165038-small-long-name-00000000-1c3e",
];
let root: string;
let database: Database;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "report-page-"));
	database = await Database.open();
});
afterAll(async () => {
	database.close();
	await rm(root, { recursive: true, force: true });
});

/** A run of 12 nodes on a cluster: message 3 reaches nobody, relay-2 and relay-10 miss message 6. */
async function analysed(run: string, lossy: boolean, delay: number) {
	const folder = join(root, run);
	await mkdir(folder, { recursive: true });
	const { plan } = await writeRunFolder(folder, {
		run,
		nodes: 12,
		messages: 10,
		change: (draft) => {
			draft.name = "small-long-name";
			draft.parameters = {
				nodes: { value: 12, unit: "nodes", from: "set" },
				delay: { value: delay, unit: "ms", from: "scenario" },
				muxer: { value: "yamux", from: "default" },
			};
			draft.windows = [{ name: "stable", startMs: 250, endMs: 500 }];
		},
		lose: (node, message) =>
			lossy &&
			((message === 3 && node !== "relay-3") ||
				(message === 6 && ["relay-2", "relay-10"].includes(node))),
	});
	const { hash: _, schema: __, ...open } = plan;
	const onCluster = sealPlan({
		...open,
		backend: "cluster",
		groups: open.groups.map((group) => ({
			...group,
			image: { reference: "registry/node:v2" },
		})),
	});
	await writeFile(join(folder, "plan.json"), JSON.stringify(onCluster));
	const events = join(folder, "events.jsonl");
	const event = (seq: number, kind: string, entries: object) =>
		`${JSON.stringify({ kind, seq, at: "1785892527000000000", runner: "test", ...entries })}\n`;
	await writeFile(
		events,
		(await readFile(events, "utf8")) +
			event(3, "node-started", {
				node: "relay-0",
				address: "10.0.0.1",
				image: "registry/node@sha256:0123456789abcdef",
			}) +
			event(4, "judged", { validity: "valid", verdict: "fail", reasons: [] }),
	);
	return analyseRun(database, folder, protocols, { stepMs: 1000 });
}

describe("the page of a run", () => {
	let html: string;
	let markdown: string;
	beforeAll(async () => {
		const run = await analysed(ids[0] as string, true, 0);
		const { folder } = await writeReport(database, [run], join(root, "one"), {
			protocols,
		});
		html = await readFile(join(folder, "report.html"), "utf8");
		markdown = await readFile(join(folder, "report.md"), "utf8");
	});

	test("says what was run, when, for how long, and whether its numbers may be used", () => {
		expect(html).toContain("<h1>small-long-name</h1>");
		expect(html).toContain(
			`Run ${ids[0]} · 2026-08-05 01:15:19 UTC · 5.5 s · 12 nodes, 10 messages`,
		);
		expect(markdown).toContain(
			`| 2026-08-05 01:15:19 UTC | 5.5 s | succeeded | valid | fail | 88.18 % |`,
		);
		for (const row of [
			"| experiment | small |",
			"| parameter nodes | 12 nodes (set for this run) |",
			"| parameter delay | 0 s (by the scenario) |",
			"| image relay | registry/node:v2, pulled registry/node@sha256:0123456789abcdef |",
			"| nodes relay | 12 |",
			"| traffic | 10 messages of 200 bytes on 'test', published by 10 nodes within 450 ms |",
			"| where | cluster, namespace lab-small |",
		])
			expect(markdown).toContain(row);
		expect(markdown).not.toContain("parameter muxer");
		expect(markdown).toMatch(/\| commit \| \S+/);
	});

	test("has its figures for every window too", () => {
		expect(markdown).toContain(
			"| whole run | 01:15:19 | 110 | 88.18 % | 13 | 0 | 0 |",
		);
		expect(markdown).toContain(
			"| stable | 01:15:19 | 55 | 96.36 % | 2 | 0 | 0 |",
		);
		expect(markdown).toMatch(/\| stable \| 53 \| 53 \| \d/);
		expect(markdown).toContain("| metric | unit | whole run | stable |");
	});

	test("lists what fails first, in colour", () => {
		const holds = [
			...html.matchAll(/<tr class="(\w+)"><td[^>]*>delivery/g),
		].map(([, tone]) => tone);
		expect(holds[0]).toBe("no");
		expect(holds.slice(1)).not.toContain("no");
		expect(html).toMatch(
			/<div class="verdict no"><p>Does not hold<\/p><ul><li>/,
		);
	});

	describeNeeding(["chromium"], "in Chromium", () => {
		test("is readable, also in a narrow window", async () => {
			await expectReadable(join(root, "one/report.html"));
			await expectReadable(join(root, "one/report.html"), { width: 960 });
		});
	});

	test("groups missing deliveries by message and by node, in the order of the nodes", () => {
		expect(markdown).toMatch(
			/\| 4611686018430387913 \| relay-3 \| 0\.1 s \| reached nobody \(11 nodes\) \|/,
		);
		expect(markdown).toMatch(/\| 2 of 11: relay-2, relay-10 \|/);
		expect(markdown).toContain(
			"| relay-2 | machine | 2 | 9 | 0 |\n| relay-10 | machine | 2 | 10 | 0 |\n| relay-0 |",
		);
		expect(html).not.toContain("self-delivery");
	});
});

describe("the page of several runs", () => {
	let folder: string;
	const file = (name: string) => readFile(join(folder, name), "utf8");
	beforeAll(async () => {
		const runs = [
			await analysed(ids[0] as string, true, 0),
			await analysed(ids[1] as string, false, 100),
		];
		({ folder } = await writeReport(database, runs, join(root, "two"), {
			protocols,
		}));
	});

	test("names them by what they ran, and says in what they differ", async () => {
		const markdown = await file("report.md");
		expect(markdown).toContain("# 2 runs of small-long-name");
		expect(markdown).toMatch(
			new RegExp(`\\| small-long-name #1 \\|.*\\| ${ids[0]} \\|`),
		);
		expect(markdown).toMatch(
			/\| run \| parameter delay \| plan \|\n\|[^\n]*\n\| small-long-name #1 \| 0 s \(by the scenario\) \|[^\n]*\n\| small-long-name #2 \| 100 ms \(by the scenario\) \|/,
		);
	});

	test("has a legend on every plot with a line per run", async () => {
		for (const name of ["latency", "mesh-peers-over-time"]) {
			const svg = await file(`${name}.svg`);
			for (const run of ["small-long-name #1", "small-long-name #2"])
				expect(svg.split("role-legend")[1]).toContain(run);
		}
	});

	describeNeeding(["chromium"], "in Chromium", () => {
		test("is readable", () => expectReadable(join(folder, "report.html")));
	});
});
