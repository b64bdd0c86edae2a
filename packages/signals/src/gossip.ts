import type { MetricName } from "./metrics.ts";
import type { Better, Query } from "./query.ts";

const byPod = (
	name: string,
	metric: MetricName,
	better: Better,
	op: "sum" | "max" = "sum",
): Query => ({
	name,
	metric,
	better,
	aggregate: { by: "pod", op },
	series: ["pod"],
});

const byJob = (name: string, metric: MetricName, better: Better): Query => ({
	name,
	metric,
	better,
	aggregate: { by: "job", op: "sum" },
	series: ["job"],
});

const traffic = (name: string, direction: "in" | "out"): Query => ({
	name,
	metric: "libp2p_network_bytes_total",
	better: "lower",
	where: { direction },
	rate: true,
	series: ["instance"],
});

const podTraffic = (name: string, metric: MetricName): Query => ({
	name,
	metric,
	better: "lower",
	rate: true,
	series: ["pod", "node"],
});

/** Query for a gossipsub control message, or for an effect of one. */
const control = (name: string, metric: MetricName, better: Better): Query => ({
	...byPod(name, metric, better),
	folder: "gossipsub",
});

const connected: Better = {
	neither: "more connections reach more peers and cost more",
};
const repaired: Better = {
	neither: "gossip recovers messages that the mesh missed, and adds traffic",
};
const remeshed: Better = {
	neither:
		"frequent changes mean a mesh that is forming, or one that is unstable",
};

/** Queries about a gossipsub run. Their names are 10ksim's. */
export const gossipQueries: readonly Query[] = [
	{
		name: "libp2p-peers",
		metric: "libp2p_peers",
		better: connected,
		series: ["instance"],
	},
	{
		name: "libp2p-open-streams",
		metric: "libp2p_open_streams",
		better: connected,
		series: ["instance", "type", "dir"],
	},
	traffic("libp2p-in", "in"),
	traffic("libp2p-out", "out"),
	podTraffic("container-recv", "container_network_receive_bytes_total"),
	podTraffic("container-sent", "container_network_transmit_bytes_total"),
	byJob("low-peers", "libp2p_gossipsub_low_peers_topics", "lower"),
	byJob("high-peers", "libp2p_gossipsub_healthy_peers_topics", "higher"),
	// cAdvisor exports the pod and each of its containers: a sum would count twice.
	byPod("container-memory", "container_memory_usage_bytes", "lower", "max"),
	byPod("nim-gc-memory", "nim_gc_mem_bytes", "lower"),
	byPod("mesh-peers", "libp2p_gossipsub_peers_per_topic_mesh", {
		neither: "a denser mesh is more robust and costs more traffic",
	}),
	byPod("topic-peers", "libp2p_gossipsub_peers_per_topic_gossipsub", connected),
	byPod("connections", "libp2p_peers", connected),
	control("ihave-recv", "libp2p_pubsub_received_ihave_total", repaired),
	control("iwant-sent", "libp2p_pubsub_broadcast_iwant_total", repaired),
	control("iwant-recv", "libp2p_pubsub_received_iwant_total", repaired),
	control("graft-sent", "libp2p_pubsub_broadcast_graft_total", remeshed),
	control("graft-recv", "libp2p_pubsub_received_graft_total", remeshed),
	control("prune-sent", "libp2p_pubsub_broadcast_prune_total", remeshed),
	control("prune-recv", "libp2p_pubsub_received_prune_total", remeshed),
	control("duplicate", "libp2p_gossipsub_duplicate_total", "lower"),
	control("received", "libp2p_gossipsub_received_total", {
		neither: "the number of messages follows from the plan",
	}),
	control(
		"idontwant-saved",
		"libp2p_gossipsub_idontwant_saved_messages_total",
		{ neither: "more duplicates also leave more to save" },
	),
];
