import { add } from "@lab/bundles";
import { contentHash } from "@lab/core";
import { bandwidth, type Environment } from "@lab/lab";
import { labels, nodesIn } from "@lab/record";
import type { Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import type { Group } from "../group.ts";
import { keyOf } from "./config-map-key.ts";
import { podSpec } from "./pod-spec.ts";

/** Adds a group's StatefulSet, initially without replicas, or its Pods, and the ConfigMap of its files. */
export function addGroup(
	scope: Chart,
	{ name: experiment }: Pick<Experiment, "name">,
	group: Group,
	environment: Environment,
	namespace: string,
): void {
	const { name, kind, service, pod = {} } = group;
	const selector = { "app.kubernetes.io/name": name };
	const podLabels = {
		...selector,
		[labels.experiment]: experiment,
		...(service !== undefined && { [labels.service]: service }),
	};
	const files = filesOf(group);
	const spec = podSpec(group, environment, files?.name, namespace);
	const metadata = {
		labels: podLabels,
		...(pod.megabitsPerSecond !== undefined && {
			annotations: bandwidthOf(pod.megabitsPerSecond),
		}),
	};
	if (files !== undefined) {
		add(scope, `files-${name}`, {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: {
				name: files.name,
				labels: { [labels.experiment]: experiment },
			},
			data: files.data,
		});
	}
	if (kind === "Pod") {
		for (const node of nodesIn(group)) {
			add(scope, `pod-${node}`, {
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: node, ...metadata },
				spec,
			});
		}
		return;
	}
	add(scope, `stateful-set-${name}`, {
		apiVersion: "apps/v1",
		kind: "StatefulSet",
		metadata: { name, labels: { [labels.experiment]: experiment } },
		spec: {
			replicas: 0,
			podManagementPolicy: "Parallel",
			...(service !== undefined && { serviceName: service }),
			selector: { matchLabels: selector },
			template: { metadata, spec },
		},
	});
}

/** Name and data of the ConfigMap of a group's files. The name contains a hash of the data. */
function filesOf({ name, pod }: Group) {
	const files = Object.entries(pod?.files ?? {});
	if (files.length === 0) return undefined;
	const data = Object.fromEntries(
		files.map(([path, text]) => [keyOf(path), text]),
	);
	return { name: `${name}-files-${contentHash(data).slice(0, 8)}`, data };
}

const bandwidthOf = (megabitsPerSecond: number) => ({
	[bandwidth.annotations.egress]: `${megabitsPerSecond}M`,
	[bandwidth.annotations.ingress]: `${megabitsPerSecond}M`,
});
