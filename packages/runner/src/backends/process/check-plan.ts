import { type Finding, fault, suggestion } from "@lab/core";
import type { Plan } from "@lab/record";
import type { RunOptions } from "../../run-folder.ts";

/** What in a plan processes cannot do. */
export function checkPlan(plan: Plan, { programs }: RunOptions): Finding[] {
	const refuse = (what: string, where: string, help: string) =>
		fault({ code: "not-as-process", what, where, help });
	const unknown = plan.groups.flatMap(({ name, process: spec }) =>
		spec !== undefined && programs[spec.program] === undefined
			? [
					refuse(
						`there is no program '${spec.program}'`,
						`groups.${name}.process.program`,
						suggestion(spec.program, Object.keys(programs)),
					),
				]
			: [],
	);
	const steps = plan.timeline.flatMap((step) => {
		const where = `timeline.${step.name}`;
		if (step.kind === "shape") {
			const asked = Object.keys(step.link).filter(
				(key) => key !== "delayMs" && key !== "jitterMs",
			);
			return asked.map((key) =>
				refuse(
					`processes have no '${key}' on their links`,
					where,
					"run it on a cluster, or shape delayMs and jitterMs only",
				),
			);
		}
		const taken =
			step.kind === "churn"
				? step.nodes.map((node) => node.replace(/-\d+$/, ""))
				: step.kind === "scale"
					? [step.group]
					: [];
		return [...new Set(taken)].flatMap((name) => {
			const group = plan.groups.find((one) => one.name === name);
			return (group?.process?.nodesPerProcess ?? 1) === 1
				? []
				: [
						refuse(
							`'${step.name}' takes nodes of '${name}' away, which share processes`,
							where,
							"set nodesPerProcess to 1",
						),
					];
		});
	});
	return [...unknown, ...steps];
}
