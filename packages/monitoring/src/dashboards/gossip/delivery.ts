import type { Panel } from "../panel.ts";
import { perPod, rate, spread, total } from "./_pods.ts";

export const delivery: readonly Panel[] = [
	{
		title: "Messages received",
		description: "New messages per second, of one node.",
		unit: "cps",
		min: 0,
		queries: spread(perPod(rate("libp2p_gossipsub_received_total"))),
	},
	{
		title: "Copies for each message",
		description:
			"Copies that came after the first, by the messages that were new. It grows with the mesh degree; IDONTWANT lowers it.",
		unit: "short",
		min: 0,
		queries: [
			{
				expr: `sum(${rate("libp2p_gossipsub_duplicate_total")}) / (sum(${rate("libp2p_gossipsub_received_total")}) > 0)`,
				legend: "copies",
			},
		],
	},
	{
		title: "Sends that IDONTWANT spared",
		description: "Per second, all nodes together.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_gossipsub_idontwant_saved_messages_total", "spared"),
		],
	},
];
