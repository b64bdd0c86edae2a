import type { Panel, PanelQuery } from "../panel.ts";
import { perPod, rate, select } from "./_pods.ts";

/** Query for the five pods with the highest or lowest value, one series per pod. */
const five = (which: "topk" | "bottomk", each: string): PanelQuery[] => [
	{ expr: `${which}(5, ${each})`, legend: "{{pod}}" },
];

export const outliers: readonly Panel[] = [
	{
		title: "Fewest connections",
		description:
			"The five nodes with the fewest connected peers at each moment.",
		unit: "short",
		min: 0,
		queries: five("bottomk", perPod(select("libp2p_peers"))),
	},
	{
		title: "Most incoming traffic",
		description:
			"The five nodes whose libp2p received the most bytes per second at each moment.",
		unit: "Bps",
		min: 0,
		queries: five(
			"topk",
			perPod(rate("libp2p_network_bytes_total", { direction: "in" })),
		),
	},
	{
		title: "Most outgoing traffic",
		description:
			"The five nodes whose libp2p sent the most bytes per second at each moment.",
		unit: "Bps",
		min: 0,
		queries: five(
			"topk",
			perPod(rate("libp2p_network_bytes_total", { direction: "out" })),
		),
	},
];
