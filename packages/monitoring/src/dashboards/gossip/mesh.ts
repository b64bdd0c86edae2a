import type { Panel } from "../panel.ts";
import { perPod, select, spread } from "./_pods.ts";

export const mesh: readonly Panel[] = [
	{
		title: "Mesh degree",
		description:
			"Peers to which a node forwards full messages, summed over all topics. Should lie between the protocol's low and high watermarks.",
		unit: "short",
		min: 0,
		queries: spread(perPod(select("libp2p_gossipsub_peers_per_topic_mesh"))),
	},
	{
		title: "Topics with enough mesh peers",
		description:
			"Topics with enough mesh peers and topics with too few, summed over all nodes.",
		unit: "short",
		min: 0,
		queries: [
			{
				expr: `sum(${select("libp2p_gossipsub_healthy_peers_topics")})`,
				legend: "enough",
			},
			{
				expr: `sum(${select("libp2p_gossipsub_low_peers_topics")})`,
				legend: "too few",
			},
		],
	},
	{
		title: "Connected peers",
		description: "Peers to which a node is connected.",
		unit: "short",
		min: 0,
		queries: spread(perPod(select("libp2p_peers"))),
	},
	{
		title: "Known peers per topic",
		description: "Peers that a node could add to its mesh.",
		unit: "short",
		min: 0,
		queries: spread(
			perPod(select("libp2p_gossipsub_peers_per_topic_gossipsub")),
		),
	},
	{
		title: "Open streams",
		description: "Open streams of all nodes, by type and direction.",
		unit: "short",
		min: 0,
		queries: [
			{
				expr: `sum by (type, dir) (${select("libp2p_open_streams")})`,
				legend: "{{type}} {{dir}}",
			},
		],
	},
	{
		title: "Nodes scraped",
		description:
			"Pods whose metrics were scraped. Fewer than were started means that some have gone or respond too slowly.",
		unit: "short",
		min: 0,
		queries: [
			{
				expr: `count(${perPod(select("libp2p_peers"))})`,
				legend: "nodes",
			},
		],
	},
];
