import type { Command } from "../command.ts";
import { runOptions } from "../experiment/run-settings.ts";
import { startRun } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "Start a run and leave it alone",
	arguments: [
		{ name: "<plan>", description: "an experiment's name, or a plan's file" },
	],
	options: runOptions,
	example: "pnpm experiment submit plan.json",
	async run(input) {
		const folder = await startRun(input);
		return {
			exit: 0,
			document: { run: folder.id, folder: folder.path },
			text: folder.id,
		};
	},
};
