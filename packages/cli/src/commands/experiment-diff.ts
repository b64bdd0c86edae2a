import { exitCode } from "@lab/core";
import type { Plan } from "@lab/record";
import type { Command } from "../command.ts";
import { type PlanChange, planChanges } from "../experiment/plan-changes.ts";
import { placeOptions } from "../experiment/plan-named.ts";
import { readAskedPlan } from "../experiment/start-run.ts";

const SIGN = { add: "+", remove: "-", change: "~" } as const;

export const command: Command = {
	summary: "Show in what two plans differ; exit 1 when they do",
	arguments: [
		{ name: "<planA>", description: "a plan's file, or an experiment's name" },
		{ name: "<planB>", description: "another" },
	],
	options: placeOptions,
	example: "pnpm experiment diff nimlibp2p nimlibp2p-quic --backend cluster",
	async run(input) {
		const [a, b] = await Promise.all(
			[0, 1].map((index) => readAskedPlan(input.args[index] ?? "", input)),
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
					? "one and the same plan"
					: `${values.length} values and ${objects.length} objects differ`,
			].join("\n"),
		};
	},
};

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
