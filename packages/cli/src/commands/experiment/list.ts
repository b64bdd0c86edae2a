import { listRuns, runFolder } from "@lab/runner";
import { inspectRun } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	options: stateOptions,
	example: "pnpm experiment list",
	async run(input) {
		const state = contextOf(input).state;
		const runs = await Promise.all(
			(await listRuns(state)).map((id) =>
				inspectRun(runFolder(state, id), input.signal),
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
});
