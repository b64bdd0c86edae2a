import { nodeMetrics } from "./node-metrics.ts";
import { platformMetrics } from "./platform-metrics.ts";

/** What a number counts. */
export type Unit =
	| "bytes"
	| "celsius"
	| "entries"
	| "errors"
	| "events"
	| "hertz"
	| "messages"
	| "packets"
	| "peers"
	| "seconds"
	| "state"
	| "streams"
	| "topics";

export interface Metric {
	readonly type: "counter" | "gauge";
	readonly unit: Unit;
	/** Beyond the ones that every scrape adds: namespace, pod, instance, job, node. */
	readonly labels: readonly string[];
	readonly exporter:
		| "nim-libp2p"
		| "nim"
		| "cadvisor"
		| "node-exporter"
		| "kube-state-metrics"
		| "longhorn"
		| "victoria-metrics"
		| "victoria-logs"
		/** Nobody's: scraping itself writes it, for every job. */
		| "scrape";
	readonly meaning: string;
}

const node = (
	type: Metric["type"],
	unit: Unit,
	meaning: string,
	labels: readonly string[] = [],
): Metric => ({ type, unit, labels, exporter: "nim-libp2p", meaning });

const control = (meaning: string) =>
	node("counter", "messages", meaning, ["topic"]);

const queue = (priority: string) =>
	node("gauge", "messages", `waiting for one peer at ${priority} priority`, [
		"id",
	]);

/** Every metric that our analyses rely on, under the name that is scraped. */
export const metrics = {
	...nodeMetrics,
	...platformMetrics,
	libp2p_peers: node("gauge", "peers", "connected peers"),
	libp2p_open_streams: node("gauge", "streams", "open streams", [
		"type",
		"dir",
	]),
	libp2p_network_bytes_total: node("counter", "bytes", "traffic of libp2p", [
		"direction",
	]),
	libp2p_gossipsub_low_peers_topics: node(
		"gauge",
		"topics",
		"topics with fewer mesh peers than the low mark",
	),
	libp2p_gossipsub_healthy_peers_topics: node(
		"gauge",
		"topics",
		"topics with enough mesh peers",
	),
	libp2p_gossipsub_peers_per_topic_mesh: node("gauge", "peers", "mesh degree", [
		"topic",
	]),
	libp2p_gossipsub_peers_per_topic_gossipsub: node(
		"gauge",
		"peers",
		"known peers of a topic",
		["topic"],
	),
	libp2p_pubsub_received_ihave_total: control("IHAVE received"),
	libp2p_pubsub_broadcast_iwant_total: control("IWANT sent"),
	libp2p_pubsub_received_iwant_total: control("IWANT received"),
	libp2p_pubsub_broadcast_graft_total: control("GRAFT sent"),
	libp2p_pubsub_received_graft_total: control("GRAFT received"),
	libp2p_pubsub_broadcast_prune_total: control("PRUNE sent"),
	libp2p_pubsub_received_prune_total: control("PRUNE received"),
	libp2p_gossipsub_duplicate_total: node(
		"counter",
		"messages",
		"copies of a message that the node had already",
	),
	libp2p_gossipsub_received_total: node(
		"counter",
		"messages",
		"messages received for the first time",
	),
	libp2p_gossipsub_idontwant_saved_messages_total: node(
		"counter",
		"messages",
		"sends that an IDONTWANT spared",
	),
	libp2p_gossipsub_high_priority_queue_size: queue("high"),
	libp2p_gossipsub_medium_priority_queue_size: queue("medium"),
	libp2p_gossipsub_low_priority_queue_size: queue("low"),
	libp2p_pubsub_disconnects_over_high_priority_queue_limit_total: node(
		"counter",
		"events",
		"peers disconnected because their queue of high priority was full",
	),
	libp2p_pubsub_medium_priority_queue_drops_total: node(
		"counter",
		"messages",
		"dropped because a queue of medium priority was full",
	),
	libp2p_pubsub_low_priority_queue_drops_total: node(
		"counter",
		"messages",
		"dropped because a queue of low priority was full",
	),
	libp2p_gossipsub_peers_score_slowPeerPenalty: node(
		"gauge",
		"state",
		"part of the peers' scores that punishes slow ones",
		["agent"],
	),
	nim_gc_mem_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["thread_id"],
		exporter: "nim",
		meaning: "heap in use, per thread",
	},
	container_memory_usage_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["container"],
		exporter: "cadvisor",
		meaning: "memory of a container, and of its pod as a whole",
	},
	container_network_receive_bytes_total: {
		type: "counter",
		unit: "bytes",
		labels: ["interface"],
		exporter: "cadvisor",
		meaning: "bytes that the pod received",
	},
	container_network_transmit_bytes_total: {
		type: "counter",
		unit: "bytes",
		labels: ["interface"],
		exporter: "cadvisor",
		meaning: "bytes that the pod sent",
	},
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
