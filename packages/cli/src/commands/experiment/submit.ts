import { startRun } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { planArgument } from "./_arguments.ts";
import { contextOf, runOptions } from "./_options.ts";
import { readPlan } from "./_plans.ts";
import { readRunOptions } from "./_run-options.ts";

export const command = defineCommand({
	arguments: [planArgument],
	options: runOptions,
	example: "pnpm experiment submit plan.json",
	async run(input) {
		const plan = await readPlan(input.args[0], input);
		const options = await readRunOptions(input, plan.backend);
		const folder = await startRun(plan, options, contextOf(input));
		return {
			exit: 0,
			document: { run: folder.id, folder: folder.path },
			text: folder.id,
		};
	},
});
