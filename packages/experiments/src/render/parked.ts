import { assertNoFaults, type Finding, faultsOf } from "@lab/core";
import type { Environment } from "@lab/lab";
import type { Construct } from "constructs";
import { type Draft, type Experiment, sourceOf } from "../experiment.ts";
import { draftOf, namespaceOf } from "../plan-for.ts";
import { resolveSettings, runsOn } from "../settings.ts";
import { addExperiment } from "./bundle.ts";

/**
 * Adds the parked bundle of every experiment that can run on a cluster, with its registered values.
 *
 * @throws LabError with the faults of all experiments that cannot be rendered
 */
export function addParked(
	scope: Construct,
	experiments: readonly Experiment[],
	environment: Environment,
): void {
	const faults: Finding[] = [];
	for (const experiment of experiments) {
		try {
			if (!runsOn(experiment, "cluster")) continue;
			addExperiment(scope, experiment, draftAsRegistered(experiment), {
				namespace: namespaceOf(experiment.name),
				environment,
			});
		} catch (error) {
			faults.push(...faultsOf(error, experiment.name, sourceOf(experiment)));
		}
	}
	assertNoFaults(faults);
}

/** Cache: a draft is the same in every environment, and takes most of the rendering time. */
const drafts = new WeakMap<Experiment, Draft>();

/** Drafts an experiment for a cluster with its registered values. */
export function draftAsRegistered(experiment: Experiment): Draft {
	const cached = drafts.get(experiment);
	if (cached !== undefined) return cached;
	const parameters = resolveSettings(experiment, {}, "cluster");
	const draft = draftOf(experiment, parameters, {
		backend: "cluster",
		namespace: namespaceOf(experiment.name),
		seed: experiment.name,
	});
	drafts.set(experiment, draft);
	return draft;
}
