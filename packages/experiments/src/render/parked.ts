import type { Environment } from "@lab/lab";
import type { Construct } from "constructs";
import type { Draft, Experiment } from "../experiment.ts";
import { draftOf, namespaceOf } from "../plan-for.ts";
import { resolveSettings, runsOn } from "../settings.ts";
import { addExperiment } from "./bundle.ts";

/** Adds the bundle of every experiment that can run on a cluster, as registered: it waits for its label. */
export function addParked(
	scope: Construct,
	experiments: readonly Experiment[],
	environment: Environment,
): void {
	for (const experiment of experiments) {
		if (!runsOn(experiment, "cluster")) continue;
		addExperiment(scope, experiment, draftAsRegistered(experiment), {
			namespace: namespaceOf(experiment.name),
			environment,
		});
	}
}

/** A draft is the same in every environment, and what costs most of a rendering. */
const drafts = new WeakMap<Experiment, Draft>();

/** What a cluster gets of an experiment with nothing set. */
export function draftAsRegistered(experiment: Experiment): Draft {
	const known = drafts.get(experiment);
	if (known !== undefined) return known;
	const parameters = resolveSettings(experiment, {}, "cluster");
	const draft = draftOf(experiment, parameters, {
		backend: "cluster",
		namespace: namespaceOf(experiment.name),
		seed: experiment.name,
	});
	drafts.set(experiment, draft);
	return draft;
}
