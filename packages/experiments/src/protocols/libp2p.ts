import type { Gate } from "@lab/record";
import {
	allBeforeNext,
	type Group,
	inWaves,
	type ReadinessCheck,
} from "../group.ts";
import { imageOf } from "../images.ts";

/** Governing service of all libp2p nodes' StatefulSets. Connection-manager hubs dial each other through it. */
export const LIBP2P_SERVICE = "nimp2p-service";

/** Ports of all libp2p test nodes. */
export const libp2pPorts = [
	{ name: "p2p", port: 5000 },
	{ name: "p2p-udp", port: 5000, protocol: "UDP" },
	{ name: "http", port: 8645 },
	{ name: "metrics", port: 8008 },
] satisfies Group["ports"];

/** Resources of a relay, the same as in 10ksim: 1,000 relays request 150 cores and 62.5 GiB. */
export const relayResources = {
	requests: { cpuMillis: 150, memoryBytes: 64 * 2 ** 20 },
	limits: { cpuMillis: 400, memoryBytes: 600 * 2 ** 20 },
} satisfies Pick<Group, "requests" | "limits">;

/** Ready as soon as the node can be scraped. The runner checks meshes in the metrics store. */
export const metricsReachable: ReadinessCheck = {
	check: { httpPath: "/metrics", port: 8008 },
	initialDelaySeconds: 5,
	periodSeconds: 5,
	failureThreshold: 3,
	timeoutSeconds: 5,
};

interface Libp2pNodes extends Pick<Group, "env" | "replicas"> {
	readonly name: string;
	readonly image: string;
	/** @default the service that all libp2p nodes share */
	readonly service?: string;
	/** @default ready when its metrics are reachable */
	readonly ready?: ReadinessCheck | "unprobed";
	readonly pod?: Group["pod"];
	readonly wave?: Group["wave"];
	readonly process?: NonNullable<Group["process"]>;
	readonly resources?: Pick<Group, "requests" | "limits">;
}

/** StatefulSet of nodes from nim-libp2p's test-node repository. */
export const libp2pNodes = ({
	image,
	service = LIBP2P_SERVICE,
	ready = metricsReachable,
	pod,
	wave = allBeforeNext,
	resources = relayResources,
	...rest
}: Libp2pNodes): Group => ({
	kind: "StatefulSet",
	image: imageOf(image),
	// The same name as in 10ksim, whose queries use it.
	container: "pod-0",
	service,
	args: [],
	ports: libp2pPorts,
	wave,
	...resources,
	...rest,
	pod: { ...(ready !== "unprobed" && { ready }), ...pod },
});

interface GossipNodes {
	readonly name?: string;
	readonly nodes: number;
	/** Number of nodes in the whole network, including other groups. @default nodes */
	readonly peers?: number;
	readonly image: string;
	readonly muxer: string;
	/** Number of peers that a node dials. */
	readonly connectTo: number;
	/** Delay from a node's start to its first dial. */
	readonly startDelayMs: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Arguments of the process, on the process backend. */
	readonly args?: readonly string[];
	/** @default 1, so that killing a process affects one node only */
	readonly nodesPerProcess?: number;
	readonly pod?: Group["pod"];
}

/** Group of gossipsub nodes: nim-libp2p's test node on a cluster, our own test node as processes. */
export const gossipNodes = ({
	name = "pod",
	nodes,
	peers = nodes,
	image,
	muxer,
	connectTo,
	startDelayMs,
	env = {},
	args = [],
	nodesPerProcess = 1,
	pod,
}: GossipNodes): Group =>
	libp2pNodes({
		name,
		image,
		env: {
			PEERS: String(peers),
			// A node does not start if it is to dial more peers than exist.
			CONNECTTO: String(Math.min(connectTo, peers - 1)),
			MUXER: muxer,
			// Do not count the publisher's own delivery, which does not cross the network.
			SELFTRIGGER: "false",
			SERVICE: LIBP2P_SERVICE,
			...startDelay(startDelayMs),
			...env,
		},
		replicas: nodes,
		wave: inWaves,
		process: {
			program: "test-node",
			nodesPerProcess,
			args: ["--connect-to", String(connectTo), ...args],
		},
		pod: { searches: [LIBP2P_SERVICE], ...pod },
	});

/** Environment for the start delay. Public images read the first variable; 10ksim sets the second, which none of them reads. */
export const startDelay = (ms: number) => ({
	STARTSLEEP: String(Math.round(ms / 1000)),
	COLDSTARTDELAY: String(Math.round(ms / 1000)),
});

/** Service through which nodes find the kad-dht anchors. */
export const KAD_SERVICE = "bootstrap";

export const kadServiceIn = (namespace: string): string =>
	`${KAD_SERVICE}.${namespace}.svc.cluster.local`;

/** Bootstrap nodes of a kad-dht: they answer queries and do not run gossipsub. */
export const kadAnchors = ({
	nodes,
	image,
	muxer,
	peers,
}: {
	readonly nodes: number;
	readonly image: string;
	readonly muxer: string;
	/** Number of nodes that each connect to every anchor. */
	readonly peers: number;
}): Group =>
	libp2pNodes({
		name: "bootstrap",
		image,
		service: KAD_SERVICE,
		replicas: nodes,
		env: {
			NODE_ROLE: "RoleBootstrap",
			DISCOVERY: "kad-dht",
			MUXER: muxer,
			MAXCONNECTIONS: String(peers + 100),
		},
		// The metrics port, because it is TCP even if the muxer is quic.
		ready: {
			check: { tcpPort: 8008 },
			initialDelaySeconds: 5,
			periodSeconds: 2,
			failureThreshold: 3,
		},
	});

/** Gate: every node of a group has enough mesh peers, for `holdMs`. */
export const meshReady = (
	group: string,
	nodes: number,
	holdMs: number,
): Gate => ({
	kind: "metric",
	group,
	metric: "libp2p_gossipsub_peers_per_topic_mesh",
	quantile: 0,
	// The nodes' D_low, below which a node grafts more peers.
	atLeast: Math.min(4, nodes - 1),
	holdMs,
});
