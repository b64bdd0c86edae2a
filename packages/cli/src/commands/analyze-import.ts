import { importTenKsim } from "@lab/analysis/import";
import { plain, writeReport } from "@lab/analysis/report";
import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
import { withDatabase } from "./_analysed.ts";

export const command: Command = {
	summary: "Bring a run of 10ksim into tables, and report it",
	arguments: [
		{
			name: "<folder>",
			description:
				"output folder of the run: metadata.json, events.log, received.csv, ...",
		},
	],
	options: [
		{
			flags: "--tables <folder>",
			description: "where the tables go",
			default: "tables",
		},
		{
			flags: "--out <folder>",
			description: "where the report goes",
			default: "report",
		},
	],
	example: "pnpm analyze import out/nimlibp2p-2026-08-05 --out report",
	run: ({ args, options, progress }) =>
		withDatabase(async (database) => {
			progress.step("reading the folder");
			const { analysed, notes } = await importTenKsim(
				database,
				args[0] ?? "",
				String(options.tables),
			);
			const report = await writeReport(
				database,
				[analysed],
				String(options.out),
				progress.step,
			);
			const missing = report.runs.some(({ outcomes }) =>
				outcomes.some(({ outcome }) => outcome === "missing"),
			);
			return {
				exit: missing ? exitCode.no : exitCode.done,
				document: plain({
					run: analysed.run,
					notes,
					tables: options.tables,
					report: options.out,
					outcomes: report.runs[0]?.outcomes,
				}),
				text: [
					...notes.map((note) => `note: ${note}`),
					...(report.runs[0]?.outcomes ?? []).map(
						({ outcome, reason, pairs }) =>
							`${String(pairs).padStart(10)} ${outcome}${reason ? ` (${reason})` : ""}`,
					),
					`${options.out}/report.html`,
				].join("\n"),
			};
		}),
};
