import { type Finding, fault } from "@lab/core";
import type { Plan } from "@lab/record";

/** Finds the parts of a plan that the cluster backend does not support. */
export function checkClusterPlan(plan: Plan): Finding[] {
	const refuse = (name: string, what: string, help: string) =>
		fault({ code: "not-on-cluster", what, where: `timeline.${name}`, help });
	return plan.timeline.flatMap((step): Finding[] => {
		if (step.kind === "shape") {
			return [
				refuse(
					step.name,
					"links of running pods cannot be changed",
					"shape the whole run in the pods' init container",
				),
			];
		}
		if (
			step.kind === "partition" &&
			plan.cluster?.disturbances?.[step.name] === undefined
		) {
			return [
				refuse(
					step.name,
					"the plan has no network policies for this partition",
					"make the plan again",
				),
			];
		}
		if (step.kind === "churn" && step.by !== "scale") {
			return [
				refuse(
					step.name,
					`a StatefulSet restarts pods at once after a '${step.by}'`,
					"use by: 'scale'",
				),
			];
		}
		return [];
	});
}
