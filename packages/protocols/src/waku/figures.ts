import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "propagation-edges",
		title: "Propagation: deliveries by edge",
		note: "Messages that a peer sent to a node, and how many of them were the node's first copy.",
		needs: ["waku.received"],
	},
	{
		name: "dissemination-tree",
		title: "Propagation: hops",
		note: "A node's parent is the peer from which it first received the message. Times are measured from the first node that received it. Hops are empty if clock skew makes the tree circular.",
		needs: ["waku.received"],
	},
	{
		name: "slow-edges",
		title: "Propagation: slow edges",
		note: "From sending to receiving, from the clocks of two machines.",
		needs: ["waku.sent", "waku.received"],
	},
	{
		name: "lightpush",
		title: "Lightpush, by server",
		note: "Requests received by each server, and their number of clients and messages.",
		needs: ["waku.lightpush-received"],
	},
	{
		name: "lightpush-success",
		title: "Lightpush: success and latency",
		note: "A message succeeds if a relay node received it.",
		needs: [
			"waku.lightpush-received",
			"waku.lightpush-sent",
			"waku.lightpush-refused",
			"waku.received",
		],
		within: ["waku.lightpush-received"],
	},
	{
		name: "store-archive",
		title: "Store: archived messages",
		note: "Compared with all messages that relay nodes received or published.",
		needs: [
			"waku.archived",
			"waku.archive-failed",
			"waku.received",
			"waku.published",
		],
		within: ["waku.received", "waku.published"],
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
		title: "Store: messages listed by a checker",
		note: "Compared with all messages that relay nodes received or published.",
		needs: ["waku.store-listing", "waku.received", "waku.published"],
	},
	{
		name: "filter-pushes",
		title: "Filter: pushes by server",
		note: "A push is complete if all clients received it within 20 s.",
		needs: [
			"waku.filter-pushing",
			"waku.filter-pushed",
			"waku.filter-timed-out",
		],
	},
	{
		name: "filter-deliveries",
		title: "Filter: deliveries by client",
		note: "Compared with all messages that relay nodes received; latencies are measured from the first relay node's receipt.",
		needs: ["waku.filter-received", "waku.received"],
		within: ["waku.received"],
	},
]);
