import { type Finding, fault } from "@lab/core";
import type { Plan } from "@lab/record";

/** What in a plan pods cannot do. */
export function checkPlan(plan: Plan): Finding[] {
	const refuse = (name: string, what: string, help: string) =>
		fault({ code: "not-on-cluster", what, where: `timeline.${name}`, help });
	return plan.timeline.flatMap((step): Finding[] => {
		if (step.kind === "shape") {
			return [
				refuse(
					step.name,
					"links of pods cannot be changed while they run",
					"shape the whole run in the pods' init container",
				),
			];
		}
		if (
			step.kind === "partition" &&
			plan.cluster?.disturbances?.[step.name] === undefined
		) {
			return [
				refuse(step.name, "the plan has no policies for it", "plan it again"),
			];
		}
		if (step.kind === "churn" && step.by !== "scale") {
			return [
				refuse(
					step.name,
					`a StatefulSet brings pods back at once after a '${step.by}'`,
					"use by: 'scale'",
				),
			];
		}
		return [];
	});
}
