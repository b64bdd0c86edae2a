import { resolve } from "node:path";
import { archiveRun } from "@lab/analysis/ledger";
import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
import {
	analysisOptions,
	checkFiles,
	findRun,
	settingsOf,
} from "./_analysed.ts";

export const command: Command = {
	summary: "Keep a run with its logs and metrics, for when no server has them",
	arguments: [{ name: "<run>", description: "folder or id of a run" }],
	options: [
		...analysisOptions.filter(({ flags }) => flags !== "--again"),
		{
			flags: "--to <folder>",
			description: "where it goes; a folder that is half done is finished",
			default: "archive",
		},
	],
	example:
		"pnpm analyze archive .lab/runs/20260805-gossip-smoke --stack local --to archive/smoke",
	async run(input) {
		const folder = findRun(input.root, input.args[0] ?? "");
		if (input.options.stack === undefined) await checkFiles(folder);
		const settings = await settingsOf(folder, input);
		const to = resolve(String(input.options.to));
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
};
