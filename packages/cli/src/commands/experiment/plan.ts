import { resolve } from "node:path";
import { writeFileAtomically } from "@lab/core";
import { planNamed } from "@lab/runs/plans";
import { defineCommand } from "../../command.ts";
import { planOptions } from "./_options.ts";
import { planText } from "./_plan-text.ts";
import { readPlanRequest } from "./_plans.ts";

export const command = defineCommand({
	arguments: [{ name: "<name>", description: "name of the experiment" }],
	options: [
		...planOptions,
		{
			flags: "--out <file>",
			description:
				"file to write the plan to (default: .lab/plans/<name>-<hash>.json)",
		},
	],
	example: "pnpm experiment plan gossip-smoke --set nodes=30",
	async run(input) {
		const { args, options, root } = input;
		const { settings, request } = await readPlanRequest(options, root);
		const plan = await planNamed(args[0], settings, request, root);
		const file =
			options.out ?? `.lab/plans/${plan.name}-${plan.hash.slice(0, 12)}.json`;
		await writeFileAtomically(
			resolve(root, file),
			`${JSON.stringify(plan, null, "\t")}\n`,
		);
		return {
			exit: 0,
			document: plan,
			text: `${planText(plan)}\nwritten to ${file}`,
		};
	},
});
