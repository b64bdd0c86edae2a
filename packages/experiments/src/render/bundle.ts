import { add, Bundle, renderTree } from "@lab/bundles";
import { assertNoFaults, toYamlStream } from "@lab/core";
import type { WrittenObject } from "@lab/kubernetes";
import { type Environment, platform } from "@lab/lab";
import { labels, type Plan, probePods } from "@lab/record";
import { App, type Chart } from "cdk8s";
import type { Construct } from "constructs";
import { type Draft, type Experiment, sourceOf } from "../experiment.ts";
import { imageOf, images } from "../images.ts";
import { publicValues } from "../public-values.ts";
import { addGroup } from "./group-objects.ts";
import { partitionPolicies } from "./partition-policies.ts";
import { addPartitionProbes } from "./partition-probes.ts";
import { addServices } from "./services.ts";

interface Target {
	/** Name of the run. */
	readonly name: string;
	readonly namespace: string;
	readonly environment: Environment;
}

/** Label that, on Fleet's Cluster object, makes Fleet deploy an experiment's bundle. */
export const labelOf = ({ name }: Pick<Experiment, "name">) => ({
	key: `${labels.experiment}-${name}`,
	value: "on",
});

/** Adds the objects of an experiment as a parked bundle: Fleet deploys it only to a cluster with the experiment's label. */
export function addExperiment(
	scope: Construct,
	experiment: Experiment,
	{ groups, timeline, objects = [] }: Draft,
	{ namespace, environment }: Omit<Target, "name">,
): Bundle {
	const { key, value } = labelOf(experiment);
	const bundle = new Bundle(scope, `experiment-${experiment.name}`, {
		namespace,
		source: sourceOf(experiment),
		folder: `experiments/${experiment.name}`,
		parkedUntil: { [key]: value },
		publicValues,
		drift: groups
			.filter(({ kind }) => kind === "StatefulSet")
			.map(({ name }) => ({
				apiVersion: "apps/v1",
				kind: "StatefulSet",
				name,
				namespace,
				jsonPointers: ["/spec/replicas"],
				reason: "the runner scales the group in waves",
			})),
	});
	addServices(bundle.objects, experiment, groups);
	for (const group of groups) {
		addGroup(bundle.objects, experiment, group, environment, namespace);
	}
	addPartitionProbes(bundle.objects, experiment, timeline, environment);
	for (const object of objects) addObject(bundle.objects, experiment, object);
	return bundle;
}

function addObject(
	scope: Chart,
	{ name: experiment }: Pick<Experiment, "name">,
	object: WrittenObject,
): void {
	const { kind, metadata } = object;
	add(scope, `object-${kind}-${metadata.name}`, {
		...object,
		metadata: { ...metadata, labels: { [labels.experiment]: experiment } },
	});
}

/**
 * Renders the cluster part of a plan. An experiment without settings is parked
 * in Git and deployed by its label; any other is created as a Bundle through
 * the API, from the same files.
 */
export function renderExperiment(
	experiment: Experiment,
	draft: Draft,
	{ name, ...target }: Target,
): NonNullable<Plan["cluster"]> {
	const app = new App();
	const { name: bundle } = addExperiment(app, experiment, draft, target);
	const tree = renderTree(app, {
		namespaces: platform.namespaces,
		crdGroups: platform.apiGroups,
	});
	assertNoFaults(tree.findings);
	return {
		bundle,
		...(name === experiment.name && { label: labelOf(experiment) }),
		...(probePods(draft.timeline).length > 0 && {
			images: [imageOf(images.partitionProbe)],
		}),
		files: Object.fromEntries(tree.bundles[0]?.files ?? []),
		...disturbancesIn(draft.timeline, target.namespace),
	};
}

/** Objects that the runner creates and removes with a step. They are not in the bundle, because Fleet would restore them. */
function disturbancesIn(
	timeline: Draft["timeline"],
	namespace: string,
): Pick<NonNullable<Plan["cluster"]>, "disturbances"> {
	const partitions = timeline.filter((step) => step.kind === "partition");
	if (partitions.length === 0) return {};
	return {
		disturbances: Object.fromEntries(
			partitions.map((step) => [
				step.name,
				toYamlStream(partitionPolicies(step, namespace)),
			]),
		),
	};
}
