import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim } from "../testing.ts";

const stored = (
	second: number,
	peer: string,
	peers: number,
	direction = "In",
) =>
	nim(
		second,
		"Stored muxer",
		`topics="libp2p connmanager" tid=1 muxer=${peer}:68219f2a direction=${direction} peers=${peers}`,
		"TRC",
	);
const dropping = (second: number, peer: string) =>
	nim(
		second,
		"Dropping peer",
		`topics="libp2p connmanager" tid=1 peerId=${peer}`,
		"TRC",
	);
const started = (peer: string) =>
	nim(
		0,
		"Peer started",
		`tid=1 peerId=${peer} dialOut=true reconnect=none`,
		"NTC",
	);

let figures: Awaited<ReturnType<typeof figuresOfLines>>;
beforeAll(async () => {
	figures = await figuresOfLines({
		"hub-0": [
			nim(
				0,
				"Hub started",
				"tid=1 peerId=16U*hub000 lowWater=2 highWater=3 gracePeriodS=5 silencePeriodS=2 maxConnections=0 protectedPeers=1 outboundPeers=1",
				"NTC",
			),
			stored(1, "16U*out", 1, "Out"),
			stored(2, "16U*prot", 2),
			stored(3, "16U*peer0", 3),
			stored(4, "16U*peer1", 4),
			// First trim: drops two peers.
			dropping(9, "16U*peer0"),
			dropping(9.2, "16U*peer1"),
			// peer0 reconnects, and the second trim drops it within its grace period.
			stored(20, "16U*peer0", 3),
			stored(21, "16U*peer2", 4),
			dropping(24, "16U*peer0"),
		],
		"outside-0": [started("16U*out")],
		"protected-0": [started("16U*prot")],
		"peers-0": [started("16U*peer0")],
		"peers-1": [started("16U*peer1")],
		"peers-2": [started("16U*peer2")],
	});
}, 60_000);

test("a hub's connections are compared with its watermarks", () => {
	expect(figures["connection-manager"]).toEqual([
		{
			hub: "hub-0",
			low_water: 2,
			high_water: 3,
			grace_s: 5,
			cap: 0,
			protected_peers: 1,
			connections: 6,
			peers: 5,
			inbound: 4,
			outbound: 1,
			connected_max: 4,
			above_high: 2,
			drops: 3,
			peers_dropped: 2,
			outbound_dropped: 0,
			connected_at_end: 3,
			watermarks: "within",
		},
	]);
});

test("drops and reconnections are counted by group of peers", () => {
	const kept = {
		peers_dropped: 0,
		reconnected: 0,
		drops: 0,
		drops_within_grace: 0,
	};
	expect(figures["connection-manager-groups"]).toEqual([
		{
			hub: "hub-0",
			pod_group: "outside",
			direction: "Out",
			peers: 1,
			connections: 1,
			never_dropped: 1,
			...kept,
		},
		{
			hub: "hub-0",
			pod_group: "peers",
			direction: "In",
			peers: 3,
			connections: 4,
			never_dropped: 1,
			peers_dropped: 2,
			reconnected: 0,
			drops: 3,
			// Grace period 5 s: peer0 dropped after 6 s, peer1 after 5.2 s, peer0 again after 4 s.
			drops_within_grace: 1,
		},
		{
			hub: "hub-0",
			pod_group: "protected",
			direction: "In",
			peers: 1,
			connections: 1,
			never_dropped: 1,
			...kept,
		},
	]);
});

test("oscillation: trims and reconnections are counted", () => {
	expect(figures["connection-manager-oscillation"]).toEqual([
		{
			hub: "hub-0",
			trims: 2,
			drops: 3,
			trim_interval_p50_s: 15,
			reconnections: 1,
			peers_reconnected: 1,
			reconnections_per_minute: 3,
			connected_min_after_first_trim: 3,
			connected_max_after_first_trim: 4,
		},
	]);
});

test("connections over time are grouped by time, not by event number", () => {
	const seconds = 1_785_892_500;
	expect(figures["connections-over-time"]).toEqual([
		{
			hub: "hub-0",
			second: seconds,
			connected_min: 1,
			connected_max: 4,
			connections: 4,
			drops: 2,
		},
		{
			hub: "hub-0",
			second: seconds + 20,
			connected_min: 3,
			connected_max: 4,
			connections: 2,
			drops: 1,
		},
	]);
});
