import { userInfo } from "node:os";
import { findRun } from "@lab/runner";
import type { Command } from "../command.ts";
import { attachTo } from "../experiment/attach-to.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { ask } from "../experiment/runner-of.ts";
import { startRunnerOf } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "End a run early: collect what there is, take everything down",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [
		stateOption,
		{ flags: "--no-wait", description: "do not wait until it is done" },
	],
	example: "pnpm experiment abort last",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		const before = await lookAt(folder, input.signal);
		if (before.state === "done") {
			return {
				exit: 0,
				document: before,
				text: `${folder.id} was done already`,
			};
		}
		await ask(folder, { kind: "abort", by: userInfo().username }, input.signal);
		// A run without a runner needs one even to be ended.
		if (before.runner === null) {
			await startRunnerOf(folder, input);
		}
		if (input.options.wait !== false) await attachTo(folder, input);
		const after = await lookAt(folder, input.signal);
		return {
			exit: 0,
			document: after,
			text: `${folder.id}: ${after.state}${after.outcome === undefined ? "" : `, ${after.outcome}`}`,
		};
	},
};
