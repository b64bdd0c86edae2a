import { findRun } from "@lab/runner";
import type { Command } from "../command.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";

export const command: Command = {
	summary: "Say where a run is",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [stateOption],
	example: "pnpm experiment status last",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		const run = await lookAt(folder, input.signal);
		const { nodes, messages } = run;
		const phase = run.phase?.length ? ` (${run.phase.join(", ")})` : "";
		return {
			exit: 0,
			document: { ...run, folder: folder.path },
			text: [
				`${run.id}`,
				`  state     ${run.state}${phase}`,
				`  runner    ${run.runner ?? (run.state === "done" ? "none needed" : "gone: 'pnpm experiment attach' goes on")}`,
				`  nodes     ${nodes.ready} of ${nodes.planned} ready, ${nodes.lost} lost`,
				`  messages  ${messages.acknowledged} of ${messages.planned} acknowledged, ${messages.failed} failed`,
				`  outcome   ${run.outcome ?? "-"} / ${run.validity ?? "-"} / ${run.verdict ?? "-"}`,
				...run.reasons.map((reason) => `            ${reason}`),
			].join("\n"),
		};
	},
};
