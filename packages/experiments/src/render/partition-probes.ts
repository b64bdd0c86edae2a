import { type Environment, images, labels } from "@lab/lab";
import {
	type NodeGroup,
	probePod,
	sideLabel,
	type TimelineStep,
} from "@lab/record";
import { ApiObject, type Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import { resourcesOf } from "./pod-spec.ts";

/** Tries hundreds of connections at a time. */
export const probeResources = {
	requests: { cpuMillis: 50, memoryBytes: 32 * 2 ** 20 },
	limits: { cpuMillis: 1000, memoryBytes: 512 * 2 ** 20 },
} satisfies Pick<NodeGroup, "requests" | "limits">;

/** Which sides of which partitions a timeline has. */
export const sidesIn = (timeline: readonly TimelineStep[]) =>
	timeline
		.filter((step) => step.kind === "partition")
		.flatMap((step) => step.sides.map((_, side) => ({ step, side })));

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
	for (const { step, side } of sidesIn(timeline)) {
		const name = probePod(step, side);
		new ApiObject(scope, `probe-${name}`, {
			apiVersion: "v1",
			kind: "Pod",
			metadata: {
				name,
				labels: {
					[labels.experiment]: experiment,
					[sideLabel(step)]: String(side),
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
						image: images.partitionProbe,
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
