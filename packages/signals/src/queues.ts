import type { MetricName } from "./metrics.ts";
import type { Query } from "./query.ts";

const byPod = (
	name: string,
	metric: MetricName,
	op: "sum" | "max",
	better: "higher" | "lower" = "lower",
): Query => ({
	name,
	metric,
	better,
	aggregate: { by: "pod", op },
	series: ["pod"],
});

/** Queries about gossipsub's priority queues. A node has one queue per peer, so their length is the maximum over peers. */
export const queueQueries: readonly Query[] = [
	byPod("queue-high", "libp2p_gossipsub_high_priority_queue_size", "max"),
	byPod("queue-medium", "libp2p_gossipsub_medium_priority_queue_size", "max"),
	byPod("queue-low", "libp2p_gossipsub_low_priority_queue_size", "max"),
	byPod(
		"queue-high-disconnects",
		"libp2p_pubsub_disconnects_over_high_priority_queue_limit_total",
		"sum",
	),
	byPod(
		"queue-medium-drops",
		"libp2p_pubsub_medium_priority_queue_drops_total",
		"sum",
	),
	byPod(
		"queue-low-drops",
		"libp2p_pubsub_low_priority_queue_drops_total",
		"sum",
	),
	// Component of a score: 0 for a peer that keeps up, negative for a slow one.
	byPod(
		"slow-peer-penalty",
		"libp2p_gossipsub_peers_score_slowPeerPenalty",
		"sum",
		"higher",
	),
];
