import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim, type ScrapedSample } from "./testing.ts";

/** A series of one node, a sample a minute. */
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
			// relay-1 restarts: 10, then from 0 to 30.
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

test("mesh degree: the typical, the extremes, the changes", () => {
	expect(figures["mesh-degree"]).toEqual([
		{
			node_group: "relay",
			node_count: 2,
			least_ever: 2,
			least_typical: 3,
			typical_p50: 3,
			most_typical: 6,
			most_ever: 8,
			nodes_below_4: 1,
			changes_per_node_minute: 5 / 4,
		},
		{
			node_group: "slow",
			node_count: 1,
			least_ever: 5,
			least_typical: 5,
			typical_p50: 5,
			most_typical: 5,
			most_ever: 5,
			nodes_below_4: 0,
			changes_per_node_minute: 0,
		},
	]);
});

test("duplicates: a restart of a node loses no count", () => {
	// relay-1: 10 + 20 before the restart, 20 + 30 after it.
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

test("control messages, beside the messages that they are for", () => {
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

test("bandwidth: of nodes and of all together", () => {
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

test("memory: the most of a node, and what it grew by", () => {
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

test("a publish that went to nobody is counted", () => {
	expect(figures["publish-results"]).toEqual([
		{
			node_group: "relay",
			publishes: 3,
			to_nobody: 1,
			least_peers: 0,
			mean_peers: 3,
			least_mesh: 6,
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

test("queues over time: the median node and the worst of each group", () => {
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
