import { type Environment, labels } from "@lab/lab";
import { type NodeGroup, probePods, type TimelineStep } from "@lab/record";
import { ApiObject, type Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import { imageOf, images, pulledAs } from "../images.ts";
import { resourcesOf } from "./pod-spec.ts";

/** Tries hundreds of connections at a time. */
export const probeResources = {
	requests: { cpuMillis: 50, memoryBytes: 32 * 2 ** 20 },
	limits: { cpuMillis: 1000, memoryBytes: 512 * 2 ** 20 },
} satisfies Pick<NodeGroup, "requests" | "limits">;

/**
 * A pod on each side of each partition: it waits until the runner asks whom it
 * reaches. The policies hold for it as for the nodes of its side.
 */
export function addPartitionProbes(
	scope: Chart,
	{ name: experiment }: Pick<Experiment, "name">,
	timeline: readonly TimelineStep[],
	{ reserves }: Environment,
): void {
	for (const { name, label } of probePods(timeline)) {
		new ApiObject(scope, `probe-${name}`, {
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
				// The first process of a pod does not hear the signal to end.
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
