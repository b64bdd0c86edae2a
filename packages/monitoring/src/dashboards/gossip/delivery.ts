import type { Panel } from "../panel.ts";
import { perPod, rate, spread, total } from "./_pods.ts";

export const delivery: readonly Panel[] = [
	{
		title: "Messages received",
		description:
			"Messages received for the first time, per node and per second.",
		unit: "cps",
		min: 0,
		queries: spread(perPod(rate("libp2p_gossipsub_received_total"))),
	},
	{
		title: "Duplicates per message",
		description:
			"Duplicates received, divided by messages received for the first time. Grows with the mesh degree; IDONTWANT lowers it.",
		unit: "short",
		min: 0,
		queries: [
			{
				expr: `sum(${rate("libp2p_gossipsub_duplicate_total")}) / (sum(${rate("libp2p_gossipsub_received_total")}) > 0)`,
				legend: "duplicates",
			},
		],
	},
	{
		title: "Sends avoided by IDONTWANT",
		description: "Per second, summed over all nodes.",
		unit: "cps",
		min: 0,
		queries: [
			total("libp2p_gossipsub_idontwant_saved_messages_total", "avoided"),
		],
	},
];
