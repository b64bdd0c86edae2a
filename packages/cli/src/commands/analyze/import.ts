import { join } from "node:path";
import {
	findTenKsimRuns,
	type Imported,
	importedFolder,
	importTenKsimRun,
} from "@lab/analysis/import";
import { plain, type RunFigures, writeReport } from "@lab/analysis/report";
import { exitCode } from "@lab/core";
import { protocols } from "@lab/protocols";
import { importedRuns, withDatabase } from "@lab/runs/analysis";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<folder>",
			description:
				"output folder of a run, with metadata.json, events.log, received.csv, ..., or a folder with several of them",
		},
	],
	options: [
		{
			flags: "--tables <folder>",
			description:
				"folder for the imported runs and their tables (default: .lab/imported, where other commands find a run by its id)",
		},
		{
			flags: "--out <folder>",
			description: "folder for the report",
			default: "report",
		},
	],
	example: "pnpm analyze import out/nimlibp2p-2026-08-05 --out .lab/report",
	run: ({ root, args, options, progress }) =>
		withDatabase(async (database) => {
			const { out, tables = importedRuns(root) } = options;
			const imported: Imported[] = [];
			for (const source of await findTenKsimRuns(args[0])) {
				progress.step(`reading ${source.folder}`);
				imported.push(await importTenKsimRun(database, source, tables));
			}
			const report = await writeReport(
				database,
				imported.map(({ analysed }) => analysed),
				out,
				{ protocols, onStep: progress.step },
			);
			const runs = imported.map(
				({ analysed: { run, notes = [] }, invalid }, index) => ({
					run,
					folder: importedFolder(tables, run),
					notes,
					invalid,
					outcomes: report.runs[index]?.outcomes ?? [],
				}),
			);
			const missing = runs.some(({ outcomes }) =>
				outcomes.some(({ outcome }) => outcome === "missing"),
			);
			const good = report.holds !== "no" && !missing;
			return {
				exit: good ? exitCode.done : exitCode.no,
				document: plain({
					// A folder with one run answers with it.
					...(runs.length === 1 && runs[0]),
					runs,
					tables,
					report: out,
				}),
				text: [
					...runs.map(textOf),
					...(report.holds === "no" ? [report.text] : []),
					join(out, "report.html"),
				].join("\n"),
			};
		}),
});

const textOf = ({
	run,
	notes,
	invalid,
	outcomes,
}: {
	readonly run: string;
	readonly notes: readonly string[];
	readonly invalid: readonly string[];
	readonly outcomes: RunFigures["outcomes"];
}): string =>
	[
		run,
		...invalid.map((why) => `  invalid: ${why}`),
		...notes.map((note) => `  note: ${note}`),
		...outcomes.map(
			({ outcome, reason, pairs }) =>
				`${String(pairs).padStart(10)} ${outcome}${reason ? ` (${reason})` : ""}`,
		),
	].join("\n");
