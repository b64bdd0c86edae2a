import type { MetricName } from "./metrics.ts";
import type { Query } from "./query.ts";

const byPod = (
	name: string,
	metric: MetricName,
	op: "sum" | "max" = "sum",
): Query => ({ name, metric, aggregate: { by: "pod", op }, series: ["pod"] });

const byJob = (name: string, metric: MetricName): Query => ({
	name,
	metric,
	aggregate: { by: "job", op: "sum" },
	series: ["job"],
});

const traffic = (name: string, direction: "in" | "out"): Query => ({
	name,
	metric: "libp2p_network_bytes_total",
	where: { direction },
	rate: true,
	series: ["instance"],
});

const podTraffic = (name: string, metric: MetricName): Query => ({
	name,
	metric,
	rate: true,
	series: ["pod", "node"],
});

/** What is asked about a gossipsub run; the names are those that 10ksim users know. */
export const gossipQueries: readonly Query[] = [
	{ name: "libp2p-peers", metric: "libp2p_peers", series: ["instance"] },
	{
		name: "libp2p-open-streams",
		metric: "libp2p_open_streams",
		series: ["instance", "type", "dir"],
	},
	traffic("libp2p-in", "in"),
	traffic("libp2p-out", "out"),
	podTraffic("container-recv", "container_network_receive_bytes_total"),
	podTraffic("container-sent", "container_network_transmit_bytes_total"),
	byJob("low-peers", "libp2p_gossipsub_low_peers_topics"),
	byJob("high-peers", "libp2p_gossipsub_healthy_peers_topics"),
	// cAdvisor has the pod and each of its containers: a sum would count twice.
	byPod("container-memory", "container_memory_usage_bytes", "max"),
	byPod("nim-gc-memory", "nim_gc_mem_bytes"),
	byPod("mesh-peers", "libp2p_gossipsub_peers_per_topic_mesh"),
	byPod("topic-peers", "libp2p_gossipsub_peers_per_topic_gossipsub"),
	byPod("connections", "libp2p_peers"),
	byPod("ihave-recv", "libp2p_pubsub_received_ihave_total"),
	byPod("iwant-sent", "libp2p_pubsub_broadcast_iwant_total"),
	byPod("iwant-recv", "libp2p_pubsub_received_iwant_total"),
	byPod("graft-sent", "libp2p_pubsub_broadcast_graft_total"),
	byPod("graft-recv", "libp2p_pubsub_received_graft_total"),
	byPod("prune-sent", "libp2p_pubsub_broadcast_prune_total"),
	byPod("prune-recv", "libp2p_pubsub_received_prune_total"),
	byPod("duplicate", "libp2p_gossipsub_duplicate_total"),
	byPod("received", "libp2p_gossipsub_received_total"),
	byPod("idontwant-saved", "libp2p_gossipsub_idontwant_saved_messages_total"),
];
