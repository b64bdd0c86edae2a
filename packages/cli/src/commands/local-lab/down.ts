import { exitCode } from "@lab/core";
import { down, withReplicaLock } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { localLab } from "./_local-lab.ts";

export const command = defineCommand({
	example: "pnpm local-lab down",
	async run(input) {
		const { folder } = localLab(input);
		const result = await withReplicaLock(folder, input, () =>
			down(folder, input.progress),
		);
		const count = result.stopped.length + result.strays;
		return {
			exit: exitCode.done,
			document: result,
			text:
				count === 0
					? "nothing was running"
					: `stopped ${count} processes; the data is in ${folder.path}`,
		};
	},
});
