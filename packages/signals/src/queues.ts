import type { MetricName } from "./metrics.ts";
import type { Query } from "./query.ts";

const byPod = (name: string, metric: MetricName, op: "sum" | "max"): Query => ({
	name,
	metric,
	aggregate: { by: "pod", op },
	series: ["pod"],
});

/** What is asked about the queues of gossipsub's priorities; a queue is one peer's, the longest counts. */
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
	byPod(
		"slow-peer-penalty",
		"libp2p_gossipsub_peers_score_slowPeerPenalty",
		"sum",
	),
];
