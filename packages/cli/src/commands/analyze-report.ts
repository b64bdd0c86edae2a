import { join } from "node:path";
import type { Analysed } from "@lab/analysis/ledger";
import { plain, writeReport } from "@lab/analysis/report";
import type { Database } from "@lab/analysis/tables";
import { exitCode, LabError } from "@lab/core";
import type { Command, Input } from "../command.ts";
import { analysed, analysisOptions, withDatabase } from "./_analysed.ts";

export const command: Command = {
	summary: "Report runs as one HTML page, Markdown, JUnit and CSV",
	arguments: [{ name: "<run...>", description: "folders or ids of runs" }],
	options: [
		...analysisOptions,
		{
			flags: "--out <folder>",
			description: "where the report goes",
			default: "report",
		},
		{
			flags: "--baseline <name=run,run>",
			description:
				"runs that a condition of the plan names; may stand several times",
			repeatable: true,
		},
	],
	example: "pnpm analyze report .lab/runs/20260805-gossip-smoke --out report",
	run: (input) =>
		withDatabase(async (database) => {
			const runs: Analysed[] = [];
			for (const name of input.args)
				runs.push(await analysed(database, name, input));
			const folder = String(input.options.out);
			const report = await writeReport(
				database,
				runs,
				folder,
				input.progress.step,
				await baselinesOf(database, input),
			);
			return {
				exit: report.holds === "yes" ? exitCode.done : exitCode.no,
				document: plain({
					holds: report.holds,
					text: report.text,
					folder,
					files: report.files,
					runs: report.runs.map(
						({ run, outcomes, latency, lineCount, judgements }) => ({
							run,
							outcomes,
							latency,
							lineCount,
							judgements,
						}),
					),
				}),
				text: `${report.text}\n${join(folder, "report.html")}`,
			};
		}),
};

/** @throws LabError `bad-baseline` */
async function baselinesOf(
	database: Database,
	input: Input,
): Promise<Record<string, Analysed[]>> {
	const named: Record<string, Analysed[]> = {};
	for (const text of (input.options.baseline ?? []) as readonly string[]) {
		const [, name, runs] = /^([a-z0-9-]+)=(.+)$/.exec(text) ?? [];
		if (name === undefined || runs === undefined) {
			throw new LabError({
				code: "bad-baseline",
				what: `'${text}' names no runs`,
				where: "--baseline",
				help: "write it as --baseline v1=run-a,run-b,run-c,run-d,run-e",
			});
		}
		named[name] = [];
		for (const run of runs.split(",").filter(Boolean)) {
			named[name].push(await analysed(database, run, input));
		}
	}
	return named;
}
