import { resolve } from "node:path";
import { assertNoFaults } from "@lab/core";
import {
	checkDataset,
	copyDataset,
	fetchDataset,
	findRun,
	readDataset,
} from "@lab/runner";
import { isInside } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: [
		...stateOptions,
		{
			flags: "--out <folder>",
			description: "folder to copy the files to (default: do not copy)",
		},
	],
	example: "pnpm experiment collect last --out .lab/mine",
	async run(input) {
		const folder = await findRun(contextOf(input).state, input.args[0]);
		if (await isInside(folder)) {
			input.progress.step("copying the files from the cluster");
			await fetchDataset(folder, input.signal);
		}
		const dataset = await readDataset(folder);
		input.progress.step(`checking ${dataset.files.length} files`);
		assertNoFaults(await checkDataset(folder, dataset));
		const { out } = input.options;
		if (out !== undefined) {
			await copyDataset(folder, dataset, resolve(input.root, out));
		}
		const rows = dataset.files.reduce((sum, file) => sum + file.rows, 0);
		return {
			exit: dataset.missing.length > 0 ? 1 : 0,
			document: { ...dataset, folder: folder.path },
			text: [
				`${dataset.files.length} files, ${rows} rows, all match their hashes: ${out ?? folder.path}`,
				...dataset.missing.map(({ what, why }) => `missing: ${what}, ${why}`),
			].join("\n"),
		};
	},
});
