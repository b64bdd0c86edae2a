import { userInfo } from "node:os";
import { findRun } from "@lab/runner";
import { inspectRun, sendToRunner, startRunnerOf } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { attach } from "./_attach.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: [
		...stateOptions,
		{ flags: "--no-wait", description: "do not wait until the run is done" },
	],
	example: "pnpm experiment abort last",
	async run(input) {
		const context = contextOf(input);
		const { signal } = context;
		const folder = await findRun(context.state, input.args[0]);
		const before = await inspectRun(folder, signal);
		if (before.state === "done") {
			return {
				exit: 0,
				document: before,
				text: `${folder.id} is already done`,
			};
		}
		await sendToRunner(
			folder,
			{ kind: "abort", by: userInfo().username },
			signal,
		);
		// Even to end, a run needs a runner.
		if (before.runner === null) await startRunnerOf(folder, context);
		if (input.options.wait) await attach(folder, input);
		const after = await inspectRun(folder, signal);
		return {
			exit: 0,
			document: after,
			text: `${folder.id}: ${after.state}${after.outcome === undefined ? "" : `, ${after.outcome}`}`,
		};
	},
});
