import type { Gate, StepOf } from "@lab/record";
import {
	allBeforeNext,
	type Group,
	inWaves,
	type ReadinessCheck,
	type SideContainer,
} from "../group.ts";
import { imageOf, images } from "../images.ts";
import { metricsReachable, relayResources } from "./libp2p.ts";

/** Headless services by role. The tools that read ENRs and stored messages use these names. */
export const wakuServices = {
	relay: "zerotesting-service",
	bootstrap: "zerotesting-bootstrap",
	store: "zerotesting-store",
	filter: "zerotesting-filter",
	lightpushServer: "zerotesting-lightpush-server",
	lightpushClient: "zerotesting-lightpush-client",
} as const;

export const wakuPorts = [
	{ name: "p2p", port: 60_000 },
	{ name: "p2p-udp", port: 60_000, protocol: "UDP" },
	{ name: "discv5", port: 9000, protocol: "UDP" },
	{ name: "http", port: 8645 },
	{ name: "metrics", port: 8008 },
] satisfies Group["ports"];

/** Log lines per delivery at DEBUG: one 'received', and one 'sent' per mesh peer. */
export const wakuLinesPerDelivery = 7;

/** How a network defines its shards: a cluster id of its own with explicit shards, or the number of shards. */
export type Sharding = "cluster" | "network";

export const shardFlags = (
	sharding: Sharding,
	{
		shard = 0,
		shards = 1,
	}: { shard?: number | undefined; shards?: number } = {},
): Flags =>
	sharding === "cluster"
		? { "cluster-id": 2, shard }
		: { "num-shards-in-network": shards, shard };

/** Pubsub topic of a shard. A network that declares its number of shards uses cluster 0. */
export const pubsubTopic = (sharding: Sharding, shard = 0): string =>
	`/waku/2/rs/${sharding === "cluster" ? 2 : 0}/${shard}`;

export const CONTENT_TOPIC = "/my-app/1/dst/proto";

/** Flags of wakunode, without dashes. A list repeats the flag. */
export type Flags = Readonly<
	Record<string, string | number | boolean | readonly string[]>
>;

/** Flags of every node. */
export const commonFlags = {
	rest: true,
	"rest-address": "0.0.0.0",
	"metrics-server": true,
	"metrics-server-address": "0.0.0.0",
	"log-level": "DEBUG",
	"log-format": "JSON",
	nat: "extip:$IP",
} satisfies Flags;

/** Flags of a node that takes part in discv5. */
export const discoveredFlags = {
	...commonFlags,
	"discv5-discovery": true,
	"discv5-enr-auto-update": true,
} satisfies Flags;

/** Flags of a relay. */
export const relayFlags = {
	...discoveredFlags,
	relay: true,
	"rest-admin": true,
	"max-connections": 200,
} satisfies Flags;

/** Flags of a client, which does not relay and has no mesh. */
export const clientFlags = {
	...commonFlags,
	relay: false,
	"rest-admin": true,
} satisfies Flags;

/** Formats flags as command-line arguments. */
export const flagArguments = (flags: Flags): string[] =>
	Object.entries(flags).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map((one) => `--${name}=${one}`),
	);

/** Ready when nwaku's `/health` reports OK, which requires all protocols to be ready. */
export const healthOk: ReadinessCheck = {
	check: { httpPath: "/health", port: 8008 },
	initialDelaySeconds: 1,
	periodSeconds: 3,
	successThreshold: 3,
	failureThreshold: 1,
	timeoutSeconds: 5,
};

interface WakuNodes {
	readonly name: string;
	readonly service: string;
	readonly nodes: number;
	readonly image: string;
	/** Path of the node's program. @default nwaku's */
	readonly program?: string;
	readonly flags: Flags;
	/** Number of bootstrap nodes whose ENRs are passed to each node. @default none */
	readonly enrs?: number;
	/** Service and number of nodes whose addresses are passed to each node, and the flag for each address. */
	readonly peers?: {
		readonly service: string;
		readonly count: number;
		readonly flag: string;
	};
	/** Shell lines to run before the node's program. */
	readonly setup?: readonly string[];
	readonly ready?: ReadinessCheck;
	readonly wave?: Group["wave"];
	readonly resources?: Pick<Group, "requests" | "limits">;
	readonly env?: Group["env"];
	/** Init containers to run before those that look up ENRs and addresses. */
	readonly initContainers?: readonly SideContainer[];
	readonly sidecars?: readonly SideContainer[];
	/** Paths of volumes shared with the init containers and sidecars. */
	readonly shared?: readonly string[];
	readonly namespace: string;
}

/** StatefulSet of wakunodes. */
export function wakuNodes({
	name,
	service,
	nodes,
	image,
	program = "/usr/bin/wakunode",
	flags,
	enrs = 0,
	peers,
	setup = [],
	ready = metricsReachable,
	wave = inWaves,
	resources = relayResources,
	env = {},
	initContainers = [],
	sidecars = [],
	shared = [],
	namespace,
}: WakuNodes): Group {
	return {
		name,
		kind: "StatefulSet",
		image: imageOf(image),
		// The same name as in 10ksim, whose queries use it.
		container: "waku",
		service,
		command: ["sh", "-c"],
		args: [
			[
				...(enrs > 0 ? [". /etc/enr/enr.env"] : []),
				...(peers === undefined ? [] : [". /etc/addrs/addrs.env"]),
				...setup,
				`exec ${program} ${[
					...flagArguments(flags),
					...numbered("discv5-bootstrap-node", "ENR", enrs),
					...(peers === undefined
						? []
						: numbered(peers.flag, "addrs", peers.count)),
				].join(" \\\n  ")}`,
			].join("\n"),
		],
		env,
		ports: wakuPorts,
		...resources,
		replicas: nodes,
		wave,
		linesPerDelivery: wakuLinesPerDelivery,
		pod: {
			ready,
			env: { IP: "status.podIP" },
			searches: [service],
			initContainers: [
				...initContainers,
				...(enrs > 0 ? [enrFinder(enrs, namespace)] : []),
				...(peers === undefined
					? []
					: [addressFinder(peers.count, `${peers.service}.${namespace}`)]),
			],
			shared: [
				...shared,
				...(enrs > 0 ? ["/etc/enr"] : []),
				...(peers === undefined ? [] : ["/etc/addrs"]),
			],
			sidecars,
		},
	};
}

const numbered = (flag: string, variable: string, count: number): string[] =>
	Array.from(
		{ length: count },
		(_, index) => `--${flag}=$${variable}${index + 1}`,
	);

const enrFinder = (count: number, namespace: string): SideContainer => ({
	name: "grabenr",
	image: images.getEnr,
	command: ["/app/getenr.sh"],
	args: [String(count), `${wakuServices.bootstrap}.${namespace}`],
});

const addressFinder = (count: number, service: string): SideContainer => ({
	name: "grabaddress",
	image: images.getAddress,
	command: ["/app/getaddress.sh"],
	args: [String(count), service],
});

/** Group of bootstrap nodes, which only serve discovery. */
export const bootstraps = ({
	nodes,
	image,
	flags,
	maxConnections = 1000,
	namespace,
}: {
	readonly nodes: number;
	readonly image: string;
	readonly flags: Flags;
	readonly maxConnections?: number;
	readonly namespace: string;
}): Group =>
	wakuNodes({
		name: "bootstrap-0",
		service: wakuServices.bootstrap,
		nodes,
		image,
		flags: {
			...discoveredFlags,
			relay: false,
			"max-connections": maxConnections,
			...flags,
		},
		ready: healthOk,
		wave: allBeforeNext,
		resources: {
			requests: { cpuMillis: 50, memoryBytes: 64 * 2 ** 20 },
			limits: { cpuMillis: 400, memoryBytes: 768 * 2 ** 20 },
		},
		namespace,
	});

/** Gate: every node of a group has at least one topic with a healthy mesh, for `holdMs`. */
export const relayReady = (group: string, holdMs: number): Gate => ({
	kind: "metric",
	group,
	metric: "libp2p_gossipsub_healthy_peers_topics",
	quantile: 0,
	atLeast: 1,
	holdMs,
});

type PublishRequest = StepOf<"publish">["request"];

/** `POST /relay/v1/messages/<topic>` of nwaku. */
export const relayRequest = (topic: string): PublishRequest => ({
	port: "http",
	path: `/relay/v1/messages/${encodeURIComponent(topic)}`,
	body: { payload: "$payload", contentTopic: CONTENT_TOPIC, version: 1 },
	idFrom: { kind: "log" },
});

/** `POST /lightpush/v3/message` of nwaku and of js-waku's browser node. */
export const lightpushRequest = (topic: string): PublishRequest => ({
	port: "http",
	path: "/lightpush/v3/message",
	body: {
		pubsubTopic: topic,
		message: { payload: "$payload", contentTopic: CONTENT_TOPIC, version: 1 },
	},
	idFrom: { kind: "log" },
});

/** StatefulSet of go-waku nodes, whose program and flags differ from nwaku's. */
export function goNodes(
	image: string,
	namespace: string,
	{
		nodes,
		enrs,
		topic,
		logFormat,
	}: { nodes: number; enrs: number; topic: string; logFormat: "TEXT" | "JSON" },
): Group {
	return wakuNodes({
		name: "nodesgo-0",
		service: wakuServices.relay,
		nodes,
		image,
		program: "/usr/bin/waku",
		flags: {
			relay: true,
			"max-connections": 150,
			rest: true,
			"rest-admin": true,
			"rest-address": "0.0.0.0",
			"discv5-discovery": true,
			"discv5-enr-auto-update": true,
			"log-level": "DEBUG",
			"log-encoding": logFormat === "JSON" ? "json" : "nocolor",
			"metrics-server": true,
			"metrics-server-address": "0.0.0.0",
			nat: "extip:$IP",
			"cluster-id": 2,
			"pubsub-topic": topic,
		},
		// go-waku logs deliveries at DEBUG only, and in images from before August
		// 2024 the flag --log-level does not apply to that logger.
		env: { GOLOG_LOG_LEVEL: "debug" },
		enrs,
		namespace,
	});
}
