import { findRun } from "@lab/runner";
import type { Command } from "../command.ts";
import { attachTo } from "../experiment/attach-to.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { startRunnerOf } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "Look on until a run is done; goes on with it when its runner died",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [stateOption],
	example: "pnpm experiment attach last",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		const { state, runner } = await lookAt(folder, input.signal);
		if (state !== "done" && runner === null) {
			input.progress.note(`no runner is at it: goes on from '${state}'`);
			await startRunnerOf(folder, input);
		}
		return attachTo(folder, input);
	},
};
