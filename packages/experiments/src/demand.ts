import {
	type Demand,
	endOf,
	type NodeGroup,
	type TimelineStep,
} from "@lab/record";
import { probeResources } from "./render/partition-probes.ts";

interface Estimate {
	readonly value: number;
	/** Why this number. */
	readonly source: string;
}

/**
 * What a node costs, by the order of magnitude: taken from what runs of 10ksim
 * left behind, never from a run of this plan.
 */
export const estimates = {
	seriesPerNode: {
		value: 144,
		source: "metric names that the lab keeps of a test node, one series each",
	},
	meshDegree: {
		value: 6,
		source: "D of the test nodes: so many peers hand a message on to a node",
	},
	lineBytes: {
		value: 150,
		source: "10ksim 102a654: a 'Received message' line of nim-libp2p",
	},
	linesPerDelivery: {
		value: 2,
		source:
			"10ksim 102a654: 1.2 million lines of 600,000 deliveries, the line and its echo",
	},
	wakuLinesPerDelivery: {
		value: 7,
		source:
			"nwaku at DEBUG: one 'received' and a 'sent' to each peer of the mesh",
	},
	linesPerIdleSecond: {
		value: 0.2,
		source:
			"a node that says nothing else still says that it is there, once in 5 s",
	},
} as const satisfies Record<string, Estimate>;

/**
 * What a run asks of the lab: an estimate, from the definition alone.
 *
 * @param probes pods beside the nodes that prove partitions
 */
export function demandOf(
	groups: readonly NodeGroup[],
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
					({ container, replicas }) =>
						replicas *
						estimates.lineBytes.value *
						(messages * linesOf(container) +
							seconds * estimates.linesPerIdleSecond.value),
				),
			),
		),
	};
}

/** The most nodes that a group ever has. */
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

const linesOf = (container: string): number =>
	container === "waku"
		? estimates.wakuLinesPerDelivery.value
		: estimates.linesPerDelivery.value;

const sum = (numbers: readonly number[]): number =>
	numbers.reduce((total, number) => total + number, 0);
