import type { Panel } from "../panel.ts";
import { total } from "./_pods.ts";

export const control: readonly Panel[] = [
	{
		title: "IHAVE and IWANT",
		description:
			"Gossip about messages, and requests for those that were missed, per second. Many requests mean that the mesh does not deliver.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_pubsub_received_ihave_total", "IHAVE received"),
			total("libp2p_pubsub_broadcast_iwant_total", "IWANT sent"),
			total("libp2p_pubsub_received_iwant_total", "IWANT received"),
		],
	},
	{
		title: "GRAFT",
		description:
			"Peers taken into a mesh, per second. In a settled network there are few.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_pubsub_broadcast_graft_total", "sent"),
			total("libp2p_pubsub_received_graft_total", "received"),
		],
	},
	{
		title: "PRUNE",
		description: "Peers put out of a mesh, per second.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_pubsub_broadcast_prune_total", "sent"),
			total("libp2p_pubsub_received_prune_total", "received"),
		],
	},
];
