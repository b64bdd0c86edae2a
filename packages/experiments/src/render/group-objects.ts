import { contentHash } from "@lab/core";
import { bandwidth, type Environment, labels } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import { type Group, nodesIn } from "../group.ts";
import { podSpec } from "./pod-spec.ts";
import { SERVICE_LABEL } from "./services.ts";

/** A group's StatefulSet, at first without pods, or its Pods; and its files. */
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
		...(service !== undefined && { [SERVICE_LABEL]: service }),
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
		new ApiObject(scope, `files-${name}`, {
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
			new ApiObject(scope, `pod-${node}`, {
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: node, ...metadata },
				spec,
			});
		}
		return;
	}
	new ApiObject(scope, `stateful-set-${name}`, {
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

/** A group's files as a ConfigMap, whose name changes with what they say. */
function filesOf({ name, pod }: Group) {
	const files = Object.entries(pod?.files ?? {});
	if (files.length === 0) return undefined;
	const data = Object.fromEntries(
		files.map(([path, text]) => [keyOf(path), text]),
	);
	return { name: `${name}-files-${contentHash(data).slice(0, 8)}`, data };
}

/** A ConfigMap's keys have no slashes: `/etc/node/config.yaml` is `etc.node.config.yaml`. */
export const keyOf = (path: string): string =>
	path.replace(/^\//, "").replaceAll("/", ".");

const bandwidthOf = (megabitsPerSecond: number) => ({
	[bandwidth.annotations.egress]: `${megabitsPerSecond}M`,
	[bandwidth.annotations.ingress]: `${megabitsPerSecond}M`,
});
