import { findRun } from "@lab/runner";
import { readLog } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: [
		...stateOptions,
		{
			flags: "--node <name>",
			description: "show the log of this node, not the runner's",
		},
		{
			flags: "--lines <count>",
			description: "number of lines, from the end",
			default: "100",
		},
	],
	example: "pnpm experiment logs last --node relay-3",
	async run(input) {
		const folder = await findRun(contextOf(input).state, input.args[0]);
		const { node, lines } = input.options;
		const log = await readLog(
			folder,
			{ lines, ...(node !== undefined && { node }) },
			input.signal,
		);
		return { exit: 0, document: log, text: log.lines.join("\n") };
	},
});
