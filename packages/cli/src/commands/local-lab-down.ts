import { exitCode } from "@lab/core";
import { alone, down } from "@lab/ops";
import type { Command } from "../command.ts";
import { localLab } from "./_local-lab.ts";

export const command: Command = {
	summary: "Stop the replica; its data stay for the next time",
	example: "pnpm local-lab down",
	async run(input) {
		const { folder } = localLab(input);
		const result = await alone(folder, input, () =>
			down(folder, input.progress),
		);
		const count = result.stopped.length + result.strays;
		return {
			exit: exitCode.done,
			document: result,
			text:
				count === 0
					? "nothing was running"
					: `${count} processes have ended; ${folder.path} keeps the data`,
		};
	},
};
