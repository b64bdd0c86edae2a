import { exitCode } from "@lab/core";
import type { Plan } from "@lab/record";
import { type PlanChange, planChanges } from "@lab/runs/plans";
import { defineCommand } from "../../command.ts";
import { placeOptions } from "./_options.ts";
import { readPlan } from "./_plans.ts";

const SIGN = { add: "+", remove: "-", change: "~" } as const;

export const command = defineCommand({
	arguments: [
		{
			name: "<planA>",
			description: "file of a plan, or name of an experiment",
		},
		{ name: "<planB>", description: "the plan to compare it with" },
	],
	options: placeOptions,
	example: "pnpm experiment diff nimlibp2p nimlibp2p-quic --backend cluster",
	async run(input) {
		const [a, b] = await Promise.all(
			input.args.map((asked) => readPlan(asked, input)),
		);
		const { values, objects } = planChanges(a as Plan, b as Plan);
		const same = a?.hash === b?.hash;
		return {
			exit: same ? exitCode.done : exitCode.no,
			document: { plans: [a, b].map(nameAndHash), same, values, objects },
			text: [
				...values.map(line),
				...objects.flatMap(({ action, object, details }) => [
					`${SIGN[action]} ${object}`,
					...details.map((detail) => `    ${detail}`),
				]),
				same
					? "the plans are identical"
					: `${values.length} values and ${objects.length} objects differ`,
			].join("\n"),
		};
	},
});

const nameAndHash = (plan: Plan | undefined) => ({
	name: plan?.name,
	hash: plan?.hash,
});

function line(change: PlanChange): string {
	const { at, from, to } = change;
	if (!("from" in change)) return `+ ${at}: ${show(to)}`;
	if (!("to" in change)) return `- ${at}: ${show(from)}`;
	return `~ ${at}: ${show(from)} -> ${show(to)}`;
}

function show(value: unknown): string {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
