import type { Metric, Unit } from "./metric.ts";

const node = (
	type: Metric["type"],
	unit: Unit,
	meaning: string,
	labels: readonly string[] = [],
): Metric => ({ type, unit, labels, exporter: "nim-libp2p", meaning });

const control = (meaning: string) =>
	node("counter", "messages", meaning, ["topic"]);

const queue = (priority: string) =>
	node("gauge", "messages", `${priority}-priority messages queued for a peer`, [
		"id",
	]);

/** Metrics exported by a nim-libp2p node. */
export const libp2pMetrics = {
	libp2p_peers: node("gauge", "peers", "connected peers"),
	libp2p_open_streams: node("gauge", "streams", "open streams", [
		"type",
		"dir",
	]),
	libp2p_network_bytes_total: node("counter", "bytes", "libp2p traffic", [
		"direction",
	]),
	libp2p_gossipsub_low_peers_topics: node(
		"gauge",
		"topics",
		"topics with fewer mesh peers than the low watermark",
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
		"known peers per topic",
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
		"messages received that the node already had",
	),
	libp2p_gossipsub_received_total: node(
		"counter",
		"messages",
		"messages received for the first time",
	),
	libp2p_gossipsub_idontwant_saved_messages_total: node(
		"counter",
		"messages",
		"sends avoided by IDONTWANT",
	),
	libp2p_gossipsub_high_priority_queue_size: queue("high"),
	libp2p_gossipsub_medium_priority_queue_size: queue("medium"),
	libp2p_gossipsub_low_priority_queue_size: queue("low"),
	libp2p_pubsub_disconnects_over_high_priority_queue_limit_total: node(
		"counter",
		"events",
		"peers disconnected because their high-priority queue was full",
	),
	libp2p_pubsub_medium_priority_queue_drops_total: node(
		"counter",
		"messages",
		"messages dropped because a medium-priority queue was full",
	),
	libp2p_pubsub_low_priority_queue_drops_total: node(
		"counter",
		"messages",
		"messages dropped because a low-priority queue was full",
	),
	libp2p_gossipsub_peers_score_slowPeerPenalty: node(
		"gauge",
		"state",
		"component of the peers' scores that penalizes slow peers",
		["agent"],
	),
	nim_gc_mem_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["thread_id"],
		exporter: "nim",
		meaning: "heap in use, per thread",
	},
} as const satisfies Record<string, Metric>;
