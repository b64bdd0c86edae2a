import { Bundle, renderTree } from "@lab/bundles";
import { assertNoFaults, toYamlStream } from "@lab/core";
import { type Environment, labels, platform } from "@lab/lab";
import { type Plan, probePods } from "@lab/record";
import { ApiObject, App, type Chart } from "cdk8s";
import type { Construct } from "constructs";
import {
	type Draft,
	type Experiment,
	type KubernetesObject,
	sourceOf,
} from "../experiment.ts";
import { imageOf, images } from "../images.ts";
import { addGroup } from "./group-objects.ts";
import { partitionPolicies } from "./partition-policies.ts";
import { addPartitionProbes } from "./partition-probes.ts";
import { addServices } from "./services.ts";

interface Place {
	/** Of the run. */
	readonly name: string;
	readonly namespace: string;
	readonly environment: Environment;
}

/** Set on Fleet's Cluster object, it lets the objects of an experiment come. */
export const labelOf = ({ name }: Pick<Experiment, "name">) => ({
	key: `${labels.experiment}-${name}`,
	value: "on",
});

/** The objects of an experiment as one bundle that no cluster takes until it is labelled. */
export function addExperiment(
	scope: Construct,
	experiment: Experiment,
	{ groups, timeline, objects = [] }: Draft,
	{ namespace, environment }: Omit<Place, "name">,
): Bundle {
	const { key, value } = labelOf(experiment);
	const bundle = new Bundle(scope, `experiment-${experiment.name}`, {
		namespace,
		source: sourceOf(experiment),
		folder: `experiments/${experiment.name}`,
		parkedUntil: { [key]: value },
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
	{ metadata, ...object }: KubernetesObject,
): void {
	new ApiObject(scope, `object-${object.kind}-${metadata.name}`, {
		metadata: { ...metadata, labels: { [labels.experiment]: experiment } },
		...object,
	});
}

/**
 * The cluster's part of a plan. What is as registered waits in Git for its
 * label; everything else becomes a Bundle by API, from the same files.
 */
export function renderExperiment(
	experiment: Experiment,
	draft: Draft,
	{ name, ...place }: Place,
): NonNullable<Plan["cluster"]> {
	const app = new App();
	const { name: bundle } = addExperiment(app, experiment, draft, place);
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
		...disturbancesIn(draft.timeline, place.namespace),
	};
}

/** Objects that come and go with a step: not Fleet's, which would keep them. */
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
