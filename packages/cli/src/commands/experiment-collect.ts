import { resolve } from "node:path";
import { assertNoFaults } from "@lab/core";
import {
	bringHome,
	checkDataset,
	copyDataset,
	findRun,
	readDataset,
} from "@lab/runner";
import type { Command } from "../command.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { isInside } from "../experiment/runner-of.ts";

export const command: Command = {
	summary: "Check the files of a run against their hashes, and copy them",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [
		stateOption,
		{ flags: "--to <folder>", description: "where to copy them" },
	],
	example: "pnpm experiment collect last --to results/mine",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		if (await isInside(folder)) {
			input.progress.step("bringing the files out of the cluster");
			await bringHome(folder, input.signal);
		}
		const dataset = await readDataset(folder);
		input.progress.step(`checking ${dataset.files.length} files`);
		assertNoFaults(await checkDataset(folder, dataset));
		const { to } = input.options;
		if (typeof to === "string") {
			await copyDataset(folder, dataset, resolve(input.root, to));
		}
		const rows = dataset.files.reduce((sum, file) => sum + file.rows, 0);
		return {
			exit: dataset.missing.length > 0 ? 1 : 0,
			document: { ...dataset, folder: folder.path },
			text: [
				`${dataset.files.length} files, ${rows} rows, all as collected: ${typeof to === "string" ? to : folder.path}`,
				...dataset.missing.map(({ what, why }) => `missing: ${what}, ${why}`),
			].join("\n"),
		};
	},
};
