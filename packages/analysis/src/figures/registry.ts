import type { Figure } from "./figure.ts";

/** Every figure about a single protocol, in the order of the report. */
export const protocolFigures: readonly Figure[] = [
	{
		name: "latency-by-group",
		title: "Latency by group of nodes",
		note: "Slow nodes against normal ones, and any other groups of a run; ns.",
		needs: ["ledger", "nodes"],
	},
	{
		name: "mesh-degree",
		title: "Gossip: mesh degree",
		note: "By the nodes' own gauges. A typical value is a node's median; changes are how much the gauge moved from scrape to scrape.",
		needs: ["samples"],
	},
	{
		name: "duplicates",
		title: "Gossip: duplicates",
		note: "Copies of messages that a node had already, beside those that were new to it.",
		needs: ["samples"],
	},
	{
		name: "control-messages",
		title: "Gossip: control messages",
		note: "Counted by the nodes, over the whole run.",
		needs: ["samples"],
	},
	{
		name: "bandwidth",
		title: "Bandwidth",
		note: "Bytes per second.",
		needs: ["samples"],
	},
	{
		name: "memory",
		title: "Memory",
		note: "Bytes. Growth is from the first sample of a node to its last.",
		needs: ["samples"],
	},
	{
		name: "publish-results",
		title: "Publishes, by the word of the nodes",
		note: "How many peers a publish went to.",
		needs: ["libp2p.publish-result"],
	},
	{
		name: "priority-queues",
		title: "Priority queues",
		note: "Queues by their longest peer at each scrape, drops and disconnects counted over the run, penalties as the score has them.",
		needs: ["samples"],
	},
	{
		name: "propagation-edges",
		title: "Who brought whom the messages",
		note: "Messages that a peer sent to a node, and how many of them came first by that way.",
		needs: ["waku.received"],
	},
	{
		name: "dissemination-tree",
		title: "Propagation: hops",
		note: "A node hangs on the peer that brought it the message first. Times count from the first node that got it; no hops: the clocks of the hosts make a circle.",
		needs: ["waku.received"],
	},
	{
		name: "slow-edges",
		title: "Propagation: slow edges",
		note: "From sending to receiving, by the clocks of two hosts.",
		needs: ["waku.sent", "waku.received"],
	},
	{
		name: "kad-lookups",
		title: "Kademlia: lookups",
		note: "A lookup succeeds when one peer that it tried has answered. Hops only where the program's lines carry them.",
		needs: ["kad-dht.lookup"],
	},
	{
		name: "kad-closeness",
		title: "Kademlia: how close lookups came",
		note: "Rank 1 is the node of the run that is truly closest to the target by XOR. 'came upon' counts every peer that a lookup heard of, 'answered' those that responded; 'judged' are the lookups whose target can be told. Places are among the peers of the lookup itself.",
		needs: ["kad-dht.lookup"],
	},
	{
		name: "kad-failures",
		title: "Kademlia: why lookups failed",
		note: "A probe fails when its lookup did not end within 30 s.",
		needs: ["kad-dht.node-started", "kad-dht.lookup", "kad-dht.probe-failed"],
	},
	{
		name: "kad-warm-up",
		title: "Kademlia: warm-up",
		note: "Seconds from the start of the bootstrap node.",
		needs: [
			"kad-dht.node-started",
			"kad-dht.bootstrap-connected",
			"kad-dht.warmup-complete",
		],
	},
	{
		name: "service-discovery",
		title: "Service discovery: until peers are found",
		note: "From each start of interest until the next. Expected are the other nodes that say they offer the service; 'all' is empty until that many were found.",
		needs: [
			"service-discovery.interest-started",
			"service-discovery.peer-found",
			"service-discovery.offer",
		],
	},
	{
		name: "service-discovery-peers",
		title: "Service discovery: each peer",
		note: "From the first start of interest until the peer was found first.",
		needs: [
			"service-discovery.peer-found",
			"service-discovery.interest-started",
		],
	},
	{
		name: "service-discovery-rounds",
		title: "Service discovery: rounds",
		note: "What single rounds of looking came back with.",
		needs: ["service-discovery.lookup-completed"],
	},
	{
		name: "connection-manager",
		title: "Connection manager: hubs against their watermarks",
		note: "'above high' counts connections that took the hub over its high watermark; no line tells of a peer that leaves by itself, so the end is the last count less the drops after it. An outbound peer should not be dropped.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
			"connection-manager.hub-started",
		],
	},
	{
		name: "connection-manager-groups",
		title: "Connection manager: what became of the peers",
		note: "By the group of pods of the peer: protected peers and hubs should never be dropped, waves not within their grace period, abusers be caught.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
			"connection-manager.hub-started",
			"connection-manager.peer-started",
		],
	},
	{
		name: "connection-manager-oscillation",
		title: "Connection manager: oscillation",
		note: "A trim is a row of drops with less than a second between them. Peers that dial again make the hub trim again.",
		needs: [
			"connection-manager.dropping-peer",
			"connection-manager.stored-muxer",
		],
	},
	{
		name: "connections-over-time",
		title: "Connection manager: connections over time",
		note: "Connected peers in steps of ten seconds, by the clock.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
		],
	},
	{
		name: "lightpush",
		title: "Lightpush, by server",
		note: "Requests that a server got, from how many clients, for how many messages.",
		needs: ["waku.lightpush-received"],
	},
	{
		name: "lightpush-success",
		title: "Lightpush: success and latency",
		note: "A message succeeds when a relay node has got it.",
		needs: [
			"waku.lightpush-received",
			"waku.lightpush-sent",
			"waku.lightpush-refused",
			"waku.received",
		],
	},
	{
		name: "store-archive",
		title: "Store: archived",
		note: "Against all messages that relay nodes got or published.",
		needs: [
			"waku.archived",
			"waku.archive-failed",
			"waku.received",
			"waku.published",
		],
	},
	{
		name: "store-queries",
		title: "Store: queries",
		note: "One query is one page.",
		needs: [
			"waku.store-queried",
			"waku.store-answered",
			"waku.store-query-failed",
		],
	},
	{
		name: "store-completeness",
		title: "Store: what a checker got",
		note: "Against all messages that relay nodes got or published.",
		needs: ["waku.store-listing", "waku.received", "waku.published"],
	},
	{
		name: "filter-pushes",
		title: "Filter: pushes by server",
		note: "A push is complete when all clients got it within 20 s.",
		needs: [
			"waku.filter-pushing",
			"waku.filter-pushed",
			"waku.filter-timed-out",
		],
	},
	{
		name: "filter-deliveries",
		title: "Filter: deliveries by client",
		note: "Against all messages that relay nodes got; late by so much after the first of them.",
		needs: ["waku.filter-received", "waku.received"],
	},
];
