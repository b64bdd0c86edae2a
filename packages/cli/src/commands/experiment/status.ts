import { findRun } from "@lab/runner";
import { inspectRun } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { runArgument } from "./_arguments.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	arguments: [runArgument],
	options: stateOptions,
	example: "pnpm experiment status last",
	async run(input) {
		const folder = await findRun(contextOf(input).state, input.args[0]);
		const run = await inspectRun(folder, input.signal);
		const { nodes, messages } = run;
		const phase = run.phase?.length ? ` (${run.phase.join(", ")})` : "";
		return {
			exit: 0,
			document: { ...run, folder: folder.path },
			text: [
				`${run.id}`,
				`  state     ${run.state}${phase}`,
				`  runner    ${run.runner ?? (run.state === "done" ? "none needed" : "none; to resume: pnpm experiment attach")}`,
				`  nodes     ${nodes.ready} of ${nodes.planned} ready, ${nodes.lost} lost`,
				`  messages  ${messages.acknowledged} of ${messages.planned} acknowledged, ${messages.failed} failed`,
				`  outcome   ${run.outcome ?? "-"} / ${run.validity ?? "-"} / ${run.verdict ?? "-"}`,
				...run.reasons.map((reason) => `            ${reason}`),
			].join("\n"),
		};
	},
});
