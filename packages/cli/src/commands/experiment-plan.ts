import { resolve } from "node:path";
import { writeFileAtomically } from "@lab/core";
import type { Plan } from "@lab/record";
import type { Command } from "../command.ts";
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
		return { exit: 0, document: plan, text: planText(plan, file) };
	},
};

function planText(plan: Plan, file: string): string {
	const { demand } = plan;
	const set = Object.entries(plan.parameters).map(
		([key, { value, unit, from }]) =>
			`  ${key} ${value}${unit === undefined ? "" : ` ${unit}`}${from === "default" ? "" : `  (${from})`}`,
	);
	const steps = plan.timeline.map(
		(step) =>
			`  ${step.name}: ${step.kind} at ${step.atMs / 1000} s${step.kind === "publish" ? `, ${step.messages.length} messages` : ""}`,
	);
	return [
		`${plan.name}, ${plan.backend}, ${plan.hash.slice(0, 12)}`,
		"parameters",
		...set,
		"timeline",
		...steps,
		"demand",
		`  ${demand.pods} pods, ${demand.cpuMillis / 1000} CPU, ${Math.ceil(demand.memoryBytes / 2 ** 20)} MiB, ${(demand.bandwidthBitsPerSecond / 1e6).toFixed(1)} Mbit/s, ${demand.series} series, ${Math.ceil(demand.logBytes / 1024)} KiB of logs`,
		`written to ${file}`,
	].join("\n");
}
