import type { Panel } from "../panel.ts";
import { perPod, select, spread } from "./_pods.ts";

export const mesh: readonly Panel[] = [
	{
		title: "Mesh degree",
		description:
			"Peers that a node sends whole messages to, all topics together. It should lie between the low and the high mark of the protocol.",
		unit: "short",
		min: 0,
		queries: spread(perPod(select("libp2p_gossipsub_peers_per_topic_mesh"))),
	},
	{
		title: "Topics in good shape",
		description:
			"Topics with enough mesh peers, and with too few, summed over all nodes.",
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
		description: "Peers that a node has a connection to.",
		unit: "short",
		min: 0,
		queries: spread(perPod(select("libp2p_peers"))),
	},
	{
		title: "Known peers of a topic",
		description: "Peers that a node could take into its mesh.",
		unit: "short",
		min: 0,
		queries: spread(
			perPod(select("libp2p_gossipsub_peers_per_topic_gossipsub")),
		),
	},
	{
		title: "Open streams",
		description: "Streams of all nodes, by protocol and direction.",
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
		title: "Nodes that answer",
		description:
			"Pods whose metrics were scraped. Fewer than were started means that some are gone or too slow to answer.",
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
