import type { GossipNode } from "./gossip-node.ts";

interface Metric {
	readonly name: string;
	readonly type: "gauge" | "counter";
	readonly labels?: Readonly<Record<string, string>>;
	readonly value: (node: GossipNode) => number;
}

const counter = (nim: string, ours: string): Metric => ({
	name: nim,
	type: "counter",
	value: ({ counters }) => counters.total(ours),
});

const meshOf = ({ counters }: GossipNode): number =>
	counters.total("gossipsub_mesh_peer_count");

const D_LOW = 4;

/** The nim node's metrics, with the values of this node. */
const metrics: readonly Metric[] = [
	{
		name: "libp2p_peers",
		type: "gauge",
		value: ({ host }) => host.getPeers().length,
	},
	{
		name: "libp2p_network_bytes_total",
		type: "counter",
		labels: { direction: "in" },
		value: ({ link }) => link.bytes.in,
	},
	{
		name: "libp2p_network_bytes_total",
		type: "counter",
		labels: { direction: "out" },
		value: ({ link }) => link.bytes.out,
	},
	{
		name: "libp2p_open_streams",
		type: "gauge",
		value: ({ host }) =>
			host
				.getConnections()
				.reduce((sum, { streams }) => sum + streams.length, 0),
	},
	{
		name: "libp2p_gossipsub_peers_per_topic_mesh",
		type: "gauge",
		labels: { topic: "" },
		value: meshOf,
	},
	{
		name: "libp2p_gossipsub_peers_per_topic_gossipsub",
		type: "gauge",
		labels: { topic: "" },
		value: ({ host, topic }) =>
			host.services.pubsub.getSubscribers(topic).length,
	},
	{
		name: "libp2p_gossipsub_healthy_peers_topics",
		type: "gauge",
		value: (node) => Number(meshOf(node) >= D_LOW),
	},
	{
		name: "libp2p_gossipsub_low_peers_topics",
		type: "gauge",
		value: (node) => Number(meshOf(node) < D_LOW),
	},
	{
		name: "libp2p_gossipsub_received_total",
		type: "counter",
		value: ({ counts }) => counts.delivered,
	},
	{
		name: "libp2p_pubsub_validation_ignore_total",
		type: "counter",
		value: ({ counts }) => counts.dropped,
	},
	{
		name: "libp2p_pubsub_messages_published_total",
		type: "counter",
		value: ({ counts }) => counts.published,
	},
	counter(
		"libp2p_gossipsub_duplicate_total",
		"gossipsub_pre_validation_duplicate_total",
	),
	counter(
		"libp2p_gossipsub_idontwant_saved_messages_total",
		"gossipsub_idontwant_skipped_sends_total",
	),
	counter(
		"libp2p_pubsub_received_ihave_total",
		"gossipsub_rpc_recv_ihave_total",
	),
	counter(
		"libp2p_pubsub_received_iwant_total",
		"gossipsub_rpc_recv_iwant_total",
	),
	counter(
		"libp2p_pubsub_received_graft_total",
		"gossipsub_rpc_recv_graft_total",
	),
	counter(
		"libp2p_pubsub_received_prune_total",
		"gossipsub_rpc_recv_prune_total",
	),
	counter(
		"libp2p_pubsub_broadcast_ihave_total",
		"gossipsub_rpc_sent_ihave_total",
	),
	counter(
		"libp2p_pubsub_broadcast_iwant_total",
		"gossipsub_rpc_sent_iwant_total",
	),
	counter(
		"libp2p_pubsub_broadcast_graft_total",
		"gossipsub_rpc_sent_graft_total",
	),
	counter(
		"libp2p_pubsub_broadcast_prune_total",
		"gossipsub_rpc_sent_prune_total",
	),
	{
		name: "process_resident_memory_bytes",
		type: "gauge",
		value: () => process.memoryUsage.rss(),
	},
];

/** All metrics of a node in Prometheus' text format. */
export function exposition(node: GossipNode): string {
	node.counters.collect();
	const typed = new Set<string>();
	const lines = metrics.flatMap(({ name, type, labels, value }) => {
		const head = typed.has(name) ? [] : [`# TYPE ${name} ${type}`];
		typed.add(name);
		const pairs = Object.entries(labels ?? {}).map(
			([key, text]) => `${key}="${key === "topic" ? node.topic : text}"`,
		);
		const suffix = pairs.length > 0 ? `{${pairs.join(",")}}` : "";
		return [...head, `${name}${suffix} ${value(node)}`];
	});
	return `${lines.join("\n")}\n`;
}
