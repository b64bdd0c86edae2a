import { findRun } from "@lab/runner";
import { inspectRun, startRunnerOf } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { attach } from "./_attach.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: stateOptions,
	example: "pnpm experiment attach last",
	async run(input) {
		const context = contextOf(input);
		const folder = await findRun(context.state, input.args[0]);
		const { state, runner } = await inspectRun(folder, input.signal);
		if (state !== "done" && runner === null) {
			input.progress.note(`the run has no runner: resuming from '${state}'`);
			await startRunnerOf(folder, context);
		}
		return attach(folder, input);
	},
});
