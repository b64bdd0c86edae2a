import process from "node:process";
import { exitCode } from "@lab/core";
import { executeRun, runFolder } from "@lab/runner";
import type { Command } from "../command.ts";
import { attachTo } from "../experiment/attach-to.ts";
import { verdictAnswer } from "../experiment/describe-run.ts";
import { execution } from "../experiment/execution.ts";
import { runOptions, stateOf } from "../experiment/run-settings.ts";
import { startRun } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "Run an experiment to its verdict; Ctrl-C detaches",
	arguments: [
		{ name: "<plan>", description: "an experiment's name, or a plan's file" },
	],
	options: [
		...runOptions,
		{
			flags: "--foreground",
			description: "be the runner of the run with this id, as a Job would",
		},
	],
	example: "pnpm experiment run gossip-smoke --set nodes=30",
	async run(input) {
		if (input.options.foreground === true) {
			const folder = runFolder(stateOf(input), input.args[0] ?? "");
			// Whoever attaches next goes on from the last event.
			input.signal.addEventListener("abort", () =>
				process.exit(exitCode.letDown),
			);
			return verdictAnswer(
				await executeRun(folder, execution(input.progress.step)),
			);
		}
		const folder = await startRun(input);
		input.progress.note(folder.id);
		return attachTo(folder, input);
	},
};
