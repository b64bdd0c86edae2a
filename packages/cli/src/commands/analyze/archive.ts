import { resolve } from "node:path";
import { archiveImport } from "@lab/analysis/import";
import { archiveRun } from "@lab/analysis/ledger";
import { exitCode } from "@lab/core";
import {
	analysisSettings,
	checkFiles,
	findRunFolder,
	importedIn,
} from "@lab/runs/analysis";
import { defineCommand } from "../../command.ts";
import { runNames, sourceOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [{ name: "<run>", description: runNames }],
	options: [
		...sourceOptions,
		{
			flags: "--out <folder>",
			description: "folder for the archive; an unfinished one is completed",
			default: "archive",
		},
	],
	example:
		"pnpm analyze archive .lab/runs/20260805-gossip-smoke --stack local --out archive/smoke",
	async run(input) {
		const folder = await findRunFolder(input.root, input.args[0]);
		const imported = await importedIn(folder);
		if (imported !== undefined) return archived(imported, input.options.out);
		if (input.options.stack === undefined) await checkFiles(folder);
		const settings = await analysisSettings(folder, input.options, input);
		const to = resolve(input.options.out);
		const { run, lines, points, dataset } = await archiveRun(
			folder,
			to,
			settings,
		);
		return {
			exit: dataset.missing.length === 0 ? exitCode.done : exitCode.no,
			document: { run, folder: to, lines, points, dataset },
			text: [
				`${run}: ${lines} lines, ${points ?? "no"} points of metrics in ${dataset.files.length} files`,
				...dataset.missing.map(({ what, why }) => `missing: ${what}, ${why}`),
				to,
			].join("\n"),
		};
	},
});

async function archived(folder: string, out: string) {
	await checkFiles(folder);
	const to = resolve(out);
	const dataset = await archiveImport(folder, to);
	return {
		exit: exitCode.done,
		document: { run: dataset.run, folder: to, dataset },
		text: `${dataset.run}: ${dataset.files.length} files\n${to}`,
	};
}
