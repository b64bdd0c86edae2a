import { exitCode } from "@lab/core";
import { alone, reset } from "@lab/ops";
import type { Command } from "../command.ts";
import { localLab } from "./_local-lab.ts";

export const command: Command = {
	summary: "Stop the replica and take away all that it kept",
	example: "pnpm local-lab reset",
	async run(input) {
		const { folder } = localLab(input);
		const result = await alone(folder, input, () =>
			reset(folder, input.progress),
		);
		return {
			exit: exitCode.done,
			document: { ...result, removed: folder.path },
			text: `${folder.path} is gone, with ${result.stopped.length + result.strays} processes`,
		};
	},
};
