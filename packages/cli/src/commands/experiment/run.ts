import { startRun } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { planArgument } from "./_arguments.ts";
import { attach } from "./_attach.ts";
import { contextOf, runOptions } from "./_options.ts";
import { readPlan } from "./_plans.ts";
import { readRunOptions } from "./_run-options.ts";

export const command = defineCommand({
	arguments: [planArgument],
	options: runOptions,
	example: "pnpm experiment run gossip-smoke --set nodes=30",
	async run(input) {
		const plan = await readPlan(input.args[0], input);
		const options = await readRunOptions(input, plan.backend);
		const folder = await startRun(plan, options, contextOf(input));
		input.progress.note(folder.id);
		return attach(folder, input);
	},
});
