import { toMilliseconds } from "@lab/core";
import { findRun } from "@lab/runner";
import { inspectRun, sendToRunner } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: [
		...stateOptions,
		{ flags: "--by <duration>", description: "time to add", default: "10m" },
	],
	example: "pnpm experiment extend last --by 30m",
	async run(input) {
		const folder = await findRun(contextOf(input).state, input.args[0]);
		const byMs = toMilliseconds(input.options.by);
		const run = await inspectRun(folder, input.signal);
		if (run.state === "done") {
			return { exit: 1, document: run, text: `${folder.id} is done` };
		}
		await sendToRunner(folder, { kind: "extend", byMs }, input.signal);
		return {
			exit: 0,
			document: { run: folder.id, byMs },
			text: `${folder.id} has ${byMs / 1000} s more`,
		};
	},
});
