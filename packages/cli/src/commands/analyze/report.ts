import { join } from "node:path";
import type { Analysed } from "@lab/analysis/ledger";
import { plain, writeReport } from "@lab/analysis/report";
import type { Database } from "@lab/analysis/tables";
import { exitCode, LabError } from "@lab/core";
import { protocols } from "@lab/protocols";
import { analysed, withDatabase } from "@lab/runs/analysis";
import { type Context, defineCommand } from "../../command.ts";
import {
	type AnalysisOptions,
	analysisOptions,
	mixedPlansOption,
	runNames,
} from "./_options.ts";

export const command = defineCommand({
	arguments: [{ name: "<run...>", description: runNames }],
	options: [
		...analysisOptions,
		{
			flags: "--out <folder>",
			description: "folder for the report",
			default: "report",
		},
		{
			flags: "--baseline <name=run,run>",
			description:
				"runs for a baseline that a condition of the plan names; repeatable",
			repeatable: true,
		},
		mixedPlansOption,
	],
	example:
		"pnpm analyze report .lab/runs/20260805-gossip-smoke --out .lab/report",
	run: (input) =>
		withDatabase(async (database) => {
			const runs: Analysed[] = [];
			for (const name of input.args)
				runs.push(await analysed(database, name, input.options, input));
			const folder = input.options.out;
			const report = await writeReport(database, runs, folder, {
				protocols,
				onStep: input.progress.step,
				baselines: await baselinesOf(database, input),
				mixedPlans: input.options.mixedPlans,
			});
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
});

/** Analyses the runs of each `--baseline`, by its name. @throws LabError `bad-baseline` */
async function baselinesOf(
	database: Database,
	input: Context & {
		readonly options: AnalysisOptions & {
			readonly baseline: readonly string[];
		};
	},
): Promise<Record<string, Analysed[]>> {
	const named: Record<string, Analysed[]> = {};
	for (const text of input.options.baseline) {
		const [, name, runs] = /^([a-z0-9-]+)=(.+)$/.exec(text) ?? [];
		if (name === undefined || runs === undefined) {
			throw new LabError({
				code: "bad-baseline",
				what: `'${text}' does not name a baseline and its runs`,
				where: `--baseline ${text}`,
				help: "write it as --baseline v1=run-a,run-b,run-c,run-d,run-e",
			});
		}
		named[name] = [];
		for (const run of runs.split(",").filter(Boolean)) {
			named[name].push(await analysed(database, run, input.options, input));
		}
	}
	return named;
}
