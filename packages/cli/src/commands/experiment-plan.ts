import { resolve } from "node:path";
import { writeFileAtomically } from "@lab/core";
import type { Command } from "../command.ts";
import { planText } from "../experiment/describe-plan.ts";
import { planNamed, planOptions } from "../experiment/plan-named.ts";

export const command: Command = {
	summary: "Resolve an experiment to a plan that never changes",
	arguments: [{ name: "<name>", description: "of the experiment" }],
	options: [
		...planOptions,
		{
			flags: "--out <file>",
			description: "where to write it (default: .lab/plans/<name>-<hash>.json)",
		},
	],
	example: "pnpm experiment plan gossip-smoke --set nodes=30",
	async run(input) {
		const { args, options, root } = input;
		const plan = await planNamed(args[0] ?? "", input);
		const file =
			typeof options.out === "string"
				? options.out
				: `.lab/plans/${plan.name}-${plan.hash.slice(0, 12)}.json`;
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
};
