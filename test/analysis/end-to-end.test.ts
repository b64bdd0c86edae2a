import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type AnalyseOptions, analyseRun } from "@lab/analysis/ledger";
import type { Stack } from "@lab/analysis/sources";
import { createViews, Database } from "@lab/analysis/tables";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { protocols } from "@lab/protocols";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, TestReplica } from "../replica/_replica.ts";

const NODES = 10;
const MESSAGES = 20;
const MINUTES = 60_000;

describeNeeding(["go"], "gossip-smoke on the replica", () => {
	let replica: TestReplica;
	let database: Database;
	let state: string;
	let run: string;
	beforeAll(async () => {
		replica = await TestReplica.make();
		await replica.up();
		database = await Database.open();
		state = join(replica.home, "state");
		const ran = await lab(
			"experiment",
			...["run", "gossip-smoke", "--set", `nodes=${NODES}`],
			...["--state", state, "--ledger", join(replica.home, "ledger")],
		);
		expect(ran.stderr).toContain("uses the stores of the local lab");
		expect(ran.document).toMatchObject({ validity: "valid", verdict: "pass" });
		run = join(state, "runs", ran.document.run as string);
	}, 8 * MINUTES);
	afterAll(async () => {
		database?.close();
		await replica?.end();
	}, 2 * MINUTES);

	async function lab(...words: string[]) {
		const { exit, stdout, stderr } = await tryRun(
			process.execPath,
			[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
			].concat(...words, "--json"),
			{ cwd: root, timeout: "5m", env: replica.env },
		);
		return {
			exit,
			stderr,
			// biome-ignore lint/suspicious/noExplicitAny: any command's answer
			document: JSON.parse(stdout || "{}") as Record<string, any>,
		};
	}

	/** Returns all rows of all tables of the run, read in one way. */
	async function tables(name: string, folder: string, given: AnalyseOptions) {
		const made = await analyseRun(database, folder, protocols, {
			...given,
			tables: join(replica.home, name),
		});
		const rows: Record<string, readonly unknown[]> = {};
		for (const view of await createViews(database, made.tables, made.run))
			rows[view] = await database.rows(`SELECT * FROM "${view}" ORDER BY ALL`);
		return rows;
	}

	const stackOfReplica = async (): Promise<Stack> => {
		const { logsUrl, prometheusUrl } = await replica.endpoints();
		return {
			logs: { kind: "victoria-logs", url: logsUrl },
			metrics: { kind: "prometheus", url: prometheusUrl },
		};
	};

	test(
		"a report from its stores accounts for every line and every delivery",
		async () => {
			const out = join(replica.home, "report");
			const { exit, document } = await lab(
				...["analyze", "report", run, "--stack", "local", "--out", out],
			);
			expect(exit).toBe(0);
			expect(document.holds).toBe("yes");
			expect(document.runs[0].lineCount).toMatchObject({
				unparsed: 0,
				lost: 0,
			});
			expect(document.runs[0].outcomes).toEqual([
				{ outcome: "delivered", reason: "", pairs: MESSAGES * (NODES - 1) },
			]);
			const [figures] = JSON.parse(
				await readFile(join(out, "report.json"), "utf8"),
			);
			expect(figures.crossCheck).toHaveLength(NODES);
			for (const node of figures.crossCheck) {
				expect(node).toMatchObject({
					logged: node.expected,
					counted: node.expected,
					loser: "none",
				});
			}
		},
		5 * MINUTES,
	);

	test(
		"files, VictoriaLogs and the archive give identical tables",
		async () => {
			const stores = await stackOfReplica();
			const archive = join(replica.home, "archive");
			const { exit, document } = await lab(
				...["analyze", "archive", run, "--stack", "local", "--out", archive],
			);
			expect([exit, document.dataset.missing]).toEqual([0, []]);

			const fromStores = await tables("of-stores", run, { stack: stores });
			expect(fromStores.ledger).toHaveLength(MESSAGES * (NODES - 1));
			expect(fromStores.samples?.length).toBeGreaterThan(NODES * 10);
			expect(await tables("of-archive", archive, {})).toEqual(fromStores);
			const logs = { kind: "files", path: join(run, "logs") } as const;
			expect(
				await tables("of-files", run, { stack: { ...stores, logs } }),
			).toEqual(fromStores);

			// The runner scraped at other times than the replica, so the samples differ.
			const { samples: _, ...ofLogs } = fromStores;
			const { samples, ...own } = await tables("of-own-files", run, {});
			expect(own).toEqual(ofLogs);
			expect(samples?.length).toBeGreaterThan(0);
		},
		5 * MINUTES,
	);

	test(
		"an archive with a changed file is not analysed",
		async () => {
			const archive = join(replica.home, "archive");
			const { files } = JSON.parse(
				await readFile(join(archive, "dataset.json"), "utf8"),
			);
			const { path } = files.find(
				({ content }: { content: string }) => content === "publishes",
			);
			await tryRun("sed", ["-i", "1d", join(archive, path)], {
				timeout: "10s",
			});
			const { exit, stderr } = await lab("analyze", "tables", archive);
			expect([exit, stderr]).toEqual([
				2,
				expect.stringContaining("error[file-changed]"),
			]);
		},
		2 * MINUTES,
	);
});
