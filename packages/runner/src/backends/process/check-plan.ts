import { type Finding, fault, suggestion } from "@lab/core";
import { groupOf, type Plan } from "@lab/record";
import type { RunnerOptions } from "../../run-folder.ts";

/** Finds the parts of a plan that the process backend does not support. */
export function checkProcessPlan(
	plan: Plan,
	{ programs }: RunnerOptions,
): Finding[] {
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
			const unsupported = Object.keys(step.link).filter(
				(key) => key !== "delayMs" && key !== "jitterMs",
			);
			return unsupported.map((key) =>
				refuse(
					`links of processes do not support '${key}'`,
					where,
					"run the plan on a cluster, or shape delayMs and jitterMs only",
				),
			);
		}
		const taken =
			step.kind === "churn"
				? step.nodes.map((node) => groupOf(node))
				: step.kind === "scale"
					? [step.group]
					: [];
		return [...new Set(taken)].flatMap((name) => {
			const group = plan.groups.find((one) => one.name === name);
			return (group?.process?.nodesPerProcess ?? 1) === 1
				? []
				: [
						refuse(
							`'${step.name}' removes nodes of '${name}', which share processes`,
							where,
							"set nodesPerProcess to 1",
						),
					];
		});
	});
	return [...unknown, ...steps];
}
