import { listRuns, runFolder } from "@lab/runner";
import type { Command } from "../command.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";

export const command: Command = {
	summary: "List the runs on this machine",
	options: [stateOption],
	example: "pnpm experiment list",
	async run(input) {
		const state = stateOf(input);
		const runs = await Promise.all(
			(await listRuns(state)).map((id) =>
				lookAt(runFolder(state, id), input.signal),
			),
		);
		return {
			exit: 0,
			document: { runs },
			text:
				runs.length === 0
					? "no runs yet: pnpm experiment run <plan>"
					: runs
							.map(
								(run) =>
									`${run.id}  ${run.state}${run.state !== "done" && run.runner === null ? " (no runner)" : ""}  ${run.outcome ?? "-"} / ${run.validity ?? "-"} / ${run.verdict ?? "-"}`,
							)
							.join("\n"),
		};
	},
};
