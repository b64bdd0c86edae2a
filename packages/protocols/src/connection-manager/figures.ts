import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "connection-manager",
		title: "Connection manager: hubs against their watermarks",
		note: "'above high' counts connections that left the hub above its high watermark. Peers that disconnect by themselves are not logged, so 'connected at end' is the last logged count minus later drops. Outbound peers should not be dropped.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
			"connection-manager.hub-started",
		],
	},
	{
		name: "connection-manager-groups",
		title: "Connection manager: drops by group of peers",
		note: "By the peers' group of pods. Protected peers and hubs should never be dropped, late peers not within their grace period; abusers should be dropped.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
			"connection-manager.hub-started",
			"connection-manager.peer-started",
		],
		within: ["connection-manager.dropping-peer"],
	},
	{
		name: "connection-manager-oscillation",
		title: "Connection manager: oscillation",
		note: "A trim is a series of drops less than a second apart. Reconnecting peers make the hub trim again.",
		needs: [
			"connection-manager.dropping-peer",
			"connection-manager.stored-muxer",
		],
	},
	{
		name: "connections-over-time",
		title: "Connection manager: connections over time",
		note: "Connected peers in intervals of ten seconds.",
		needs: [
			"connection-manager.stored-muxer",
			"connection-manager.dropping-peer",
		],
	},
]);
