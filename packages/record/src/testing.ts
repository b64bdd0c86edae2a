import { nodeNameOf } from "./node-name.ts";
import { type Plan, sealPlan } from "./plan.ts";
import type { PlannedMessage, TimelineStep } from "./timeline.ts";

export interface SmallPlan {
	readonly nodes?: number;
	readonly nodesPerProcess?: number;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly messages?: number;
	/** Interval between two messages. */
	readonly everyMs?: number;
	readonly timeoutMs?: number;
	/** Steps in addition to the traffic. */
	readonly steps?: readonly TimelineStep[];
	readonly change?: (plan: Omit<Plan, "hash" | "schema">) => void;
}

/** A gossip plan that ends within seconds, for tests that read or run plans. */
export function smallPlan({
	nodes = 6,
	nodesPerProcess = 3,
	args = [],
	env = {},
	messages = 10,
	everyMs = 50,
	timeoutMs = 2000,
	steps = [],
	change,
}: SmallPlan = {}): Plan {
	const sent = Array.from(
		{ length: messages },
		(_, index): PlannedMessage => ({
			id: String(2n ** 62n + BigInt(index) * 1_000_003n),
			atMs: index * everyMs,
			node: nodeNameOf("relay", index % nodes),
		}),
	);
	const end = messages * everyMs;
	const open: Omit<Plan, "hash" | "schema"> = {
		experiment: "small",
		name: "small",
		backend: "process",
		namespace: "lab-small",
		seed: "small",
		parameters: { nodes: { value: nodes, from: "default" } },
		groups: [
			{
				name: "relay",
				kind: "StatefulSet",
				image: { reference: "test-node" },
				container: "pod-0",
				service: "relay",
				args: [],
				env: { ...env },
				ports: [
					{ name: "p2p", port: 5000 },
					{ name: "http", port: 8645 },
					{ name: "metrics", port: 8008 },
				],
				requests: { cpuMillis: 100, memoryBytes: 64 * 2 ** 20 },
				replicas: nodes,
				wave: { size: nodes, ready: 1, pauseMs: 0 },
				process: { program: "test-node", nodesPerProcess, args: [...args] },
			},
		],
		settle: [
			{ kind: "ready", fraction: 1 },
			{
				kind: "metric",
				group: "relay",
				metric: "libp2p_gossipsub_peers_per_topic_mesh",
				quantile: 0,
				atLeast: Math.min(2, nodes - 1),
				holdMs: 0,
			},
		],
		timeline: [
			{
				kind: "publish",
				name: "traffic",
				atMs: 0,
				topic: "test",
				sizeBytes: 200,
				timeoutMs,
				request: {
					port: "http",
					path: "/publish",
					body: { topic: "test", msgSize: 200, version: 1, msgId: "$id" },
					idFrom: { kind: "plan" },
				},
				messages: sent,
			},
			...steps,
		],
		windows: [{ name: "complete", startMs: 0, endMs: Math.max(1, end) }],
		drain: { dwellMs: 500, scrapeIntervalMs: 0 },
		guards: [
			{ measure: "publishes.failed", atMost: 0 },
			{ measure: "nodes.lost", atMost: 0 },
			{ measure: "disturbances.unproven", atMost: 0 },
		],
		criteria: [{ measure: "delivery.missing", atMost: 0 }],
		demand: {
			pods: nodes,
			cpuMillis: nodes * 100,
			memoryBytes: nodes * 64 * 2 ** 20,
			addresses: nodes,
			bandwidthBitsPerSecond: 0,
			series: nodes * 20,
			logBytes: nodes * messages * 200,
		},
		limits: {
			queuedMs: 60_000,
			deployingMs: 60_000,
			settlingMs: 90_000,
			runningMs: 30_000,
			drainingMs: 30_000,
			collectingMs: 30_000,
			tearingDownMs: 30_000,
		},
		ttlMs: 600_000,
		provenance: { commit: "0", dirty: false, versions: {}, machines: [] },
	};
	change?.(open);
	return sealPlan(open);
}
