import type { Gate } from "@lab/record";
import { allBeforeNext, type Group, inWaves, type Probe } from "../group.ts";
import { imageOf } from "../images.ts";

/** Governs the StatefulSets of all libp2p nodes; connection-manager hubs dial each other by it. */
export const LIBP2P_SERVICE = "nimp2p-service";

/** Ports and names that all test nodes of libp2p share. */
export const libp2pPorts = [
	{ name: "p2p", port: 5000 },
	{ name: "p2p-udp", port: 5000, protocol: "UDP" },
	{ name: "http", port: 8645 },
	{ name: "metrics", port: 8008 },
] satisfies Group["ports"];

/** What 10ksim asks for each relay: 1000 of them ask for 150 cores and 62.5 GiB. */
export const relayResources = {
	requests: { cpuMillis: 150, memoryBytes: 64 * 2 ** 20 },
	limits: { cpuMillis: 400, memoryBytes: 600 * 2 ** 20 },
} satisfies Pick<Group, "requests" | "limits">;

/** Up as soon as it can be scraped; whether it has a mesh, the runner asks the store. */
export const metricsAnswer: Probe = {
	check: { httpPath: "/metrics", port: 8008 },
	initialDelaySeconds: 5,
	periodSeconds: 5,
	failureThreshold: 3,
	timeoutSeconds: 5,
};

interface Libp2pNodes extends Pick<Group, "env" | "replicas"> {
	readonly name: string;
	readonly image: string;
	/** @default all libp2p nodes share one */
	readonly service?: string;
	/** @default up when its metrics answer */
	readonly ready?: Probe | "unasked";
	readonly pod?: Group["pod"];
	readonly wave?: Group["wave"];
	readonly process?: NonNullable<Group["process"]>;
	readonly resources?: Pick<Group, "requests" | "limits">;
}

/** A StatefulSet of nodes of nim-libp2p's test-node repository. */
export const libp2pNodes = ({
	image,
	service = LIBP2P_SERVICE,
	ready = metricsAnswer,
	pod,
	wave = allBeforeNext,
	resources = relayResources,
	...rest
}: Libp2pNodes): Group => ({
	kind: "StatefulSet",
	image: imageOf(image),
	// As 10ksim's: its queries name it.
	container: "pod-0",
	service,
	args: [],
	ports: libp2pPorts,
	wave,
	...resources,
	...rest,
	pod: { ...(ready !== "unasked" && { ready }), ...pod },
});

interface GossipNodes {
	readonly name?: string;
	readonly nodes: number;
	/** Of the whole network, where there are other groups. @default nodes */
	readonly peers?: number;
	readonly image: string;
	readonly muxer: string;
	/** How many peers a node dials. */
	readonly connectTo: number;
	/** From its start to its first dial. */
	readonly startDelayMs: number;
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
			// A node that shall dial more than there are does not start.
			CONNECTTO: String(Math.min(connectTo, peers - 1)),
			MUXER: muxer,
			// The publisher's own delivery tells nothing of the network.
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

/** Public nodes read the first; 10ksim sets the second, which none of them reads. */
export const startDelay = (ms: number) => ({
	STARTSLEEP: String(Math.round(ms / 1000)),
	COLDSTARTDELAY: String(Math.round(ms / 1000)),
});

/** The service through which nodes find a kad-dht's anchor. */
export const KAD_SERVICE = "bootstrap";

export const kadServiceIn = (namespace: string): string =>
	`${KAD_SERVICE}.${namespace}.svc.cluster.local`;

/** The anchors of a kad-dht: they answer queries and mount no gossipsub. */
export const kadAnchors = ({
	nodes,
	image,
	muxer,
	peers,
}: {
	readonly nodes: number;
	readonly image: string;
	readonly muxer: string;
	/** Each of them holds a link to every anchor. */
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
		// Always TCP, unlike the port that quic listens on.
		ready: {
			check: { tcpPort: 8008 },
			initialDelaySeconds: 5,
			periodSeconds: 2,
			failureThreshold: 3,
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
