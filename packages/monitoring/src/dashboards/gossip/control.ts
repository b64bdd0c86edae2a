import type { Panel } from "../panel.ts";
import { total } from "./_pods.ts";

export const control: readonly Panel[] = [
	{
		title: "IHAVE and IWANT",
		description:
			"Announcements of message ids (IHAVE) and requests for missed messages (IWANT), per second. Many requests mean that the mesh does not deliver.",
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
		description: "Peers added to a mesh, per second. A stable network has few.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_pubsub_broadcast_graft_total", "sent"),
			total("libp2p_pubsub_received_graft_total", "received"),
		],
	},
	{
		title: "PRUNE",
		description: "Peers removed from a mesh, per second.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_pubsub_broadcast_prune_total", "sent"),
			total("libp2p_pubsub_received_prune_total", "received"),
		],
	},
];
