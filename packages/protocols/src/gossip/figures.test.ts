import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim, type ScrapedSample } from "../testing.ts";

/** Series of one node with one sample per minute. */
const series = (
	query: string,
	node: string,
	values: readonly number[],
): ScrapedSample[] =>
	values.map((value, at) => [query, node, 60 * at, value] as const);

let figures: Awaited<ReturnType<typeof figuresOfLines>>;
beforeAll(async () => {
	const publish = (second: number, res: number) =>
		nim(
			second,
			"publish result",
			`tid=1 res=${res} meshSize=6 gossipPeers=9 fanoutPeers=0 topicInTopics=true`,
		);
	figures = await figuresOfLines(
		{ "relay-0": [publish(1, 6), publish(2, 0), publish(3, 3)] },
		[
			...series("mesh-peers", "relay-0", [2, 3, 3]),
			...series("mesh-peers", "relay-1", [6, 8, 6]),
			...series("mesh-peers", "slow-0", [5, 5, 5]),
			// relay-1 restarts after its third sample, so its counter resets.
			...series("received", "relay-0", [0, 100]),
			...series("received", "relay-1", [0, 10, 30, 20, 50]),
			...series("duplicate", "relay-0", [0, 300]),
			...series("duplicate", "relay-1", [0, 200]),
			...series("idontwant-saved", "relay-0", [0, 7]),
			...series("graft-sent", "relay-0", [0, 4]),
			...series("graft-sent", "relay-1", [0, 14]),
			...series("libp2p-in", "relay-0", [100, 300]),
			...series("libp2p-in", "relay-1", [400, 400]),
			...series("container-memory", "relay-0", [50, 80, 70]),
			...series("container-memory", "relay-1", [60, 60, 60]),
			...series("queue-low", "relay-0", [0, 32, 4]),
			...series("queue-low-drops", "relay-0", [0, 5, 9]),
			...series("slow-peer-penalty", "relay-0", [0, -3, -1]),
			...series("queue-low", "slow-0", [0, 0, 0]),
		],
	);
}, 60_000);

test("mesh degree: medians, extremes and changes", () => {
	expect(figures["mesh-degree"]).toEqual([
		{
			node_group: "relay",
			node_count: 2,
			degree_min: 2,
			median_min: 3,
			median_p50: 3,
			median_max: 6,
			degree_max: 8,
			nodes_below_4: 1,
			changes_per_node_minute: 5 / 4,
		},
		{
			node_group: "slow",
			node_count: 1,
			degree_min: 5,
			median_min: 5,
			median_p50: 5,
			median_max: 5,
			degree_max: 5,
			nodes_below_4: 0,
			changes_per_node_minute: 0,
		},
	]);
});

test("duplicates: a restart of a node does not lose counts", () => {
	// relay-1 received 10 + 20 before the restart and 20 + 30 after it.
	expect(figures.duplicates).toEqual([
		{
			node_group: "relay",
			node_count: 2,
			received: 180,
			duplicates: 500,
			duplicates_per_message: 500 / 180,
			node_p50: 2.5,
			node_max: 3,
			idontwant_saved: 7,
		},
	]);
});

test("control messages: totals, per node and per received message", () => {
	expect(figures["control-messages"]).toEqual([
		{
			control: "graft-sent",
			node_count: 2,
			all_nodes: 18,
			node_p50: 4,
			node_max: 14,
			per_received_message: 0.1,
		},
	]);
});

test("bandwidth: per node and in total", () => {
	expect(figures.bandwidth).toEqual([
		{
			traffic: "libp2p-in",
			node_count: 2,
			node_p50: 200,
			node_p95: 400,
			node_max: 400,
			peak_rate: 400,
			all_nodes: 600,
		},
	]);
});

test("memory: peak and growth of a node", () => {
	expect(figures.memory).toEqual([
		{
			memory: "container-memory",
			node_group: "relay",
			node_count: 2,
			most_p50: 60,
			most_p95: 80,
			most_of_all: 80,
			growth_p50: 0,
		},
	]);
});

test("publishes that reached no peer are counted", () => {
	expect(figures["publish-results"]).toEqual([
		{
			node_group: "relay",
			publishes: 3,
			to_no_peers: 1,
			peers_min: 0,
			peers_mean: 3,
			mesh_min: 6,
		},
	]);
});

test("priority queues: lengths, drops and penalties by group", () => {
	const of = (node_group: string, what: string) =>
		figures["priority-queues"]?.find(
			(row) => row.node_group === node_group && row.what === what,
		);
	expect(of("relay", "queue-low")).toMatchObject({
		sample_p50: 4,
		sample_p99: 32,
		sample_max: 32,
		counted: null,
	});
	expect(of("relay", "queue-low-drops")).toMatchObject({ counted: 9 });
	expect(of("relay", "slow-peer-penalty")).toMatchObject({ sample_min: -3 });
	expect(of("slow", "queue-low")).toMatchObject({ sample_max: 0 });
});

test("queues over time: median and worst node of each group", () => {
	const low = figures["priority-queues-over-time"]?.filter(
		({ what, node_group }) => what === "queue-low" && node_group === "relay",
	);
	expect(low?.map(({ middle, worst }) => [middle, worst])).toEqual([
		[0, 0],
		[32, 32],
		[4, 4],
	]);
	const penalty = figures["priority-queues-over-time"]?.filter(
		({ what }) => what === "slow-peer-penalty",
	);
	expect(penalty?.map(({ worst }) => worst)).toEqual([0, -3, -1]);
});
