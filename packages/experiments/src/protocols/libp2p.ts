import type { Gate } from "@lab/record";
import type { Group } from "../group.ts";

/** Ports and names that all test nodes of libp2p share. */
export const libp2pPorts = [
	{ name: "p2p", port: 5000 },
	{ name: "p2p-udp", port: 5000, protocol: "UDP" },
	{ name: "http", port: 8645 },
	{ name: "metrics", port: 8008 },
] satisfies Group["ports"];

interface GossipNodes {
	readonly name?: string;
	readonly nodes: number;
	readonly image: string;
	readonly muxer: string;
	/** How many peers a node dials. */
	readonly connectTo: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Flags of the process that stands for the nodes. */
	readonly args?: readonly string[];
	/** @default 1: a process that is killed takes no other node with it */
	readonly nodesPerProcess?: number;
	readonly pod?: Group["pod"];
}

/** Gossipsub nodes of the lab: nim-libp2p's test node in pods, ours as processes. */
export const gossipNodes = ({
	name = "pod",
	nodes,
	image,
	muxer,
	connectTo,
	env = {},
	args = [],
	nodesPerProcess = 1,
	pod,
}: GossipNodes): Group => ({
	name,
	kind: "StatefulSet",
	image: { reference: image },
	container: "pod-0",
	service: "nimp2p-service",
	args: [],
	env: {
		PEERS: String(nodes),
		CONNECTTO: String(connectTo),
		MUXER: muxer,
		SELFTRIGGER: "false",
		SERVICE: "nimp2p-service",
		STARTSLEEP: "10",
		...env,
	},
	ports: libp2pPorts,
	requests: { cpuMillis: 150, memoryBytes: 64 * 2 ** 20 },
	limits: { cpuMillis: 400, memoryBytes: 600 * 2 ** 20 },
	replicas: nodes,
	wave: { size: 250, ready: 0.9, pauseMs: 0 },
	process: {
		program: "test-node",
		nodesPerProcess,
		args: ["--connect-to", String(connectTo), ...args],
	},
	pod: {
		ready: {
			check: { httpPath: "/metrics", port: 8008 },
			initialDelaySeconds: 5,
			periodSeconds: 5,
			failureThreshold: 3,
			timeoutSeconds: 5,
		},
		...pod,
	},
});

/** Every node of a group has found enough of a mesh, and keeps it. */
export const meshReady = (
	group: string,
	nodes: number,
	holdMs: number,
): Gate => ({
	kind: "metric",
	group,
	metric: "libp2p_gossipsub_peers_per_topic_mesh",
	quantile: 0,
	// D_low of the nodes: below it a node looks for peers.
	atLeast: Math.min(4, nodes - 1),
	holdMs,
});
