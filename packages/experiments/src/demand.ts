import {
	type Demand,
	endOf,
	type NodeGroup,
	type TimelineStep,
} from "@lab/record";

/** Assumed, not measured: series of one node, bytes of a log line. Good for an order of magnitude. */
const SERIES_PER_NODE = 120;
const LINE_BYTES = 160;
/** Each node hears a message from its mesh, and passes it on. */
const MESH_DEGREE = 6;
/** A node that says nothing else still says that it is there, once in 5 s. */
const LINES_PER_SECOND = 0.2;

/** What a run asks of the lab: an estimate, from the definition alone. */
export function demandOf(
	groups: readonly NodeGroup[],
	timeline: readonly TimelineStep[],
): Demand {
	const pods = sum(groups.map(({ replicas }) => replicas));
	const seconds = Math.max(1, ...timeline.map((step) => endOf(step) / 1000));
	const traffic = timeline.filter((step) => step.kind === "publish");
	const messages = sum(traffic.map((step) => step.messages.length));
	const payload = sum(
		traffic.map((step) => step.messages.length * step.sizeBytes),
	);
	return {
		pods,
		cpuMillis: sum(
			groups.map(({ requests, replicas }) => requests.cpuMillis * replicas),
		),
		memoryBytes: sum(
			groups.map(({ requests, replicas }) => requests.memoryBytes * replicas),
		),
		addresses: pods,
		bandwidthBitsPerSecond: Math.ceil(
			(payload * 8 * pods * MESH_DEGREE) / seconds,
		),
		series: pods * SERIES_PER_NODE,
		logBytes: Math.ceil(
			pods * LINE_BYTES * (messages + seconds * LINES_PER_SECOND),
		),
	};
}

const sum = (numbers: readonly number[]): number =>
	numbers.reduce((total, number) => total + number, 0);
