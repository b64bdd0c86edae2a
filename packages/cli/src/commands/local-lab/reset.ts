import { exitCode } from "@lab/core";
import { reset, withReplicaLock } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { localLab } from "./_local-lab.ts";

export const command = defineCommand({
	example: "pnpm local-lab reset",
	async run(input) {
		const { folder } = localLab(input);
		const result = await withReplicaLock(folder, input, () =>
			reset(folder, input.progress),
		);
		return {
			exit: exitCode.done,
			document: { ...result, removed: folder.path },
			text: `stopped ${result.stopped.length + result.strays} processes and deleted ${folder.path}`,
		};
	},
});
