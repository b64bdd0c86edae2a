import { exitCode, LabError } from "@lab/core";
import type { RunFigures } from "./run-figures.ts";

/** A named set of runs to evaluate together. */
export interface Side {
	readonly name: string;
	readonly runs: readonly RunFigures[];
}

/**
 * Checks that runs are replicates: no run counts twice, and the runs of a side
 * have one plan.
 *
 * @param mixedPlans whether the runs of a side may have different plans
 * @throws LabError `same-run`, `mixed-plans`
 */
export function assertReplicates(
	sides: readonly Side[],
	{ mixedPlans = false }: { readonly mixedPlans?: boolean } = {},
): void {
	const seen = new Map<string, string>();
	for (const { name, runs } of sides) {
		for (const { run } of runs) {
			const before = seen.get(run);
			if (before !== undefined) {
				throw new LabError({
					code: "same-run",
					what:
						before === name
							? `run '${run}' is listed twice in the ${name}`
							: `run '${run}' is in the ${before} and in the ${name}`,
					where: name,
					help: "name each run once: a run is one value, however often it is listed",
					exit: exitCode.wrongInput,
				});
			}
			seen.set(run, name);
		}
	}
	if (mixedPlans) return;
	for (const { name, runs } of sides) {
		const plans = new Map<string, string[]>();
		for (const { run, plan } of runs)
			plans.set(plan, [...(plans.get(plan) ?? []), run]);
		if (plans.size < 2) continue;
		const [first, second] = [...plans.values()].map((ids) => ids.join(", "));
		throw new LabError({
			code: "mixed-plans",
			what: `the runs of the ${name} have ${plans.size} plans: the plan of ${first} is not that of ${second}`,
			where: name,
			help: "choose runs of one plan, or pass --mixed-plans if the difference does not matter",
			exit: exitCode.wrongInput,
		});
	}
}
