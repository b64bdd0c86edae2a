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
		name: "propagation-edges",
		title: "Who brought whom the messages",
		note: "Messages that a peer sent to a node, and how many of them came first by that way.",
		needs: ["waku.received"],
	},
	{
		name: "kad-lookups",
		title: "Kademlia lookups",
		note: "A lookup succeeds when a peer that it tried has answered.",
		needs: ["kad-dht.lookup-finished"],
	},
	{
		name: "service-discovery",
		title: "Service discovery",
		note: "From each start of interest to the peers found for it, until the next start; ns.",
		needs: [
			"service-discovery.interest-started",
			"service-discovery.peer-found",
		],
	},
	{
		name: "connection-manager",
		title: "Connection manager, by hub",
		note: "Most peers at once, connections, drops.",
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
];
