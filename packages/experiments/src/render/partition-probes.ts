import { add } from "@lab/bundles";
import type { Environment } from "@lab/lab";
import {
	labels,
	type NodeGroup,
	probePods,
	type TimelineStep,
} from "@lab/record";
import type { Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import { imageOf, images, pulledAs } from "../images.ts";
import { resourcesOf } from "./pod-spec.ts";

/** Resources of a probe pod, which opens hundreds of connections in parallel. */
export const probeResources = {
	requests: { cpuMillis: 50, memoryBytes: 32 * 2 ** 20 },
	limits: { cpuMillis: 1000, memoryBytes: 512 * 2 ** 20 },
} satisfies Pick<NodeGroup, "requests" | "limits">;

/**
 * Adds one pod for each side of each partition. It idles until the runner tests
 * from it which nodes are reachable. The policies apply to it as to the nodes of
 * its side.
 */
export function addPartitionProbes(
	scope: Chart,
	{ name: experiment }: Pick<Experiment, "name">,
	timeline: readonly TimelineStep[],
	{ reserves }: Environment,
): void {
	for (const { name, label } of probePods(timeline)) {
		add(scope, `probe-${name}`, {
			apiVersion: "v1",
			kind: "Pod",
			metadata: {
				name,
				labels: {
					[labels.experiment]: experiment,
					...label,
				},
			},
			spec: {
				automountServiceAccountToken: false,
				enableServiceLinks: false,
				// `tail` as PID 1 ignores SIGTERM.
				terminationGracePeriodSeconds: 1,
				containers: [
					{
						name: "probe",
						image: pulledAs(imageOf(images.partitionProbe)),
						imagePullPolicy: "IfNotPresent",
						command: ["tail", "-f", "/dev/null"],
						resources: resourcesOf(
							reserves,
							probeResources.requests,
							probeResources.limits,
						),
					},
				],
			},
		});
	}
}
