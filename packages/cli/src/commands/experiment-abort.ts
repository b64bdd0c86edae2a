import { userInfo } from "node:os";
import { findRun, leaseHolder, leaveRequest } from "@lab/runner";
import type { Command } from "../command.ts";
import { attachTo } from "../experiment/attach-to.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
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
		const before = await lookAt(folder);
		if (before.state === "done") {
			return {
				exit: 0,
				document: before,
				text: `${folder.id} was done already`,
			};
		}
		await leaveRequest(folder, { kind: "abort", by: userInfo().username });
		// A run without a runner needs one even to be ended.
		if ((await leaseHolder(folder.lease)) === undefined) {
			await startRunnerOf(folder, input);
		}
		if (input.options.wait !== false) await attachTo(folder, input);
		const after = await lookAt(folder);
		return {
			exit: 0,
			document: after,
			text: `${folder.id}: ${after.state}${after.outcome === undefined ? "" : `, ${after.outcome}`}`,
		};
	},
};
