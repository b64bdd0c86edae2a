import type { Panel } from "../panel.ts";
import { selectorOf } from "../selector.ts";

/** Metrics of the experiment that the reader chose. */
const { select } = selectorOf({ namespace: "$namespace" });

export const peers: readonly Panel[] = [
	{
		title: "Connected peers",
		description:
			"Peers that a node is connected to: the fewest and the most. A node with none is cut off.",
		unit: "short",
		min: 0,
		queries: [
			{ expr: `min(${select("libp2p_peers")})`, legend: "fewest" },
			{ expr: `max(${select("libp2p_peers")})`, legend: "most" },
		],
	},
];
