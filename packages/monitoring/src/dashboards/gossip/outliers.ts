import type { Panel, PanelQuery } from "../panel.ts";
import { perPod, rate, select } from "./_pods.ts";

/** The five pods with most, or least, of something, by their names. */
const five = (which: "topk" | "bottomk", each: string): PanelQuery[] => [
	{ expr: `${which}(5, ${each})`, legend: "{{pod}}" },
];

export const outliers: readonly Panel[] = [
	{
		title: "Least connected",
		description:
			"The five nodes with the fewest connected peers at each moment.",
		unit: "short",
		min: 0,
		queries: five("bottomk", perPod(select("libp2p_peers"))),
	},
	{
		title: "Most traffic in",
		description: "The five nodes whose libp2p received most at each moment.",
		unit: "Bps",
		min: 0,
		queries: five(
			"topk",
			perPod(rate("libp2p_network_bytes_total", { direction: "in" })),
		),
	},
	{
		title: "Most traffic out",
		description: "The five nodes whose libp2p sent most at each moment.",
		unit: "Bps",
		min: 0,
		queries: five(
			"topk",
			perPod(rate("libp2p_network_bytes_total", { direction: "out" })),
		),
	},
];
