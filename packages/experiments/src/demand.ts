import {
	type Demand,
	endOf,
	type NodeGroup,
	type TimelineStep,
} from "@lab/record";
import type { Group } from "./group.ts";
import { probeResources } from "./render/partition-probes.ts";

interface Estimate {
	readonly value: number;
	/** Where the number comes from. */
	readonly source: string;
}

/**
 * Order-of-magnitude cost of a node, from the logs and metrics of 10ksim's runs,
 * never from a run of the plan itself.
 */
export const estimates = {
	seriesPerNode: {
		value: 144,
		source: "metrics that the lab stores for a test node, one series each",
	},
	meshDegree: {
		value: 6,
		source:
			"D of the test nodes: the number of peers that forward a message to a node",
	},
	lineBytes: {
		value: 150,
		source: "10ksim 102a654: a 'Received message' line of nim-libp2p",
	},
	linesPerDelivery: {
		value: 2,
		source:
			"10ksim 102a654: 1.2 million lines for 600,000 deliveries, each line and its echo",
	},
	linesPerIdleSecond: {
		value: 0.2,
		source: "an otherwise idle node logs one heartbeat line every 5 s",
	},
} as const satisfies Record<string, Estimate>;

/**
 * Estimates the resources of a run from its definition alone.
 *
 * @param probes number of additional pods that probe partitions
 */
export function demandOf(
	groups: readonly Group[],
	timeline: readonly TimelineStep[],
	probes = 0,
): Demand {
	const peaks = groups.map((group) => ({
		...group,
		replicas: peakOf(group, timeline),
	}));
	const nodes = sum(peaks.map(({ replicas }) => replicas));
	const { requests } = probeResources;
	const seconds = Math.max(1, ...timeline.map((step) => endOf(step) / 1000));
	const traffic = timeline.filter((step) => step.kind === "publish");
	const messages = sum(traffic.map((step) => step.messages.length));
	const payload = sum(
		traffic.map((step) => step.messages.length * step.sizeBytes),
	);
	return {
		pods: nodes + probes,
		cpuMillis:
			probes * requests.cpuMillis +
			sum(peaks.map((one) => one.requests.cpuMillis * one.replicas)),
		memoryBytes:
			probes * requests.memoryBytes +
			sum(peaks.map((one) => one.requests.memoryBytes * one.replicas)),
		addresses: nodes + probes,
		bandwidthBitsPerSecond: Math.ceil(
			(payload * 8 * nodes * estimates.meshDegree.value) / seconds,
		),
		series: nodes * estimates.seriesPerNode.value,
		logBytes: Math.ceil(
			sum(
				peaks.map(
					({ linesPerDelivery = estimates.linesPerDelivery.value, replicas }) =>
						replicas *
						estimates.lineBytes.value *
						(messages * linesPerDelivery +
							seconds * estimates.linesPerIdleSecond.value),
				),
			),
		),
	};
}

/** Largest number of nodes of a group during the run. */
const peakOf = (
	{ name, replicas }: NodeGroup,
	timeline: readonly TimelineStep[],
): number =>
	timeline.reduce(
		(most, step) =>
			step.kind === "scale" && step.group === name
				? Math.max(most, step.replicas)
				: most,
		replicas,
	);

const sum = (numbers: readonly number[]): number =>
	numbers.reduce((total, number) => total + number, 0);
