import { join } from "node:path";
import type { Analysed } from "@lab/analysis/ledger";
import { plain, writeReport } from "@lab/analysis/report";
import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
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
