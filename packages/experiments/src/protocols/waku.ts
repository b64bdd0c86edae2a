import type { Gate, StepOf } from "@lab/record";
import {
	allBeforeNext,
	type Group,
	inWaves,
	type Probe,
	type SideContainer,
} from "../group.ts";
import { imageOf, images } from "../images.ts";
import { metricsAnswer, relayResources } from "./libp2p.ts";

/** Headless services by role; the tools that read ENRs and stored messages know them by name. */
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

/** How a network numbers its shards: by a cluster of its own, or by how many there are. */
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

/** Cluster 0 is the one that counts its shards. */
export const pubsubTopic = (sharding: Sharding, shard = 0): string =>
	`/waku/2/rs/${sharding === "cluster" ? 2 : 0}/${shard}`;

export const CONTENT_TOPIC = "/my-app/1/dst/proto";

/** Flags of wakunode, without their dashes; a list is a flag several times. */
export type Flags = Readonly<
	Record<string, string | number | boolean | readonly string[]>
>;

/** What every node of a test is started with. */
export const commonFlags = {
	rest: true,
	"rest-address": "0.0.0.0",
	"metrics-server": true,
	"metrics-server-address": "0.0.0.0",
	"log-level": "DEBUG",
	"log-format": "JSON",
	nat: "extip:$IP",
} satisfies Flags;

/** And one that is found by discv5. */
export const discoveredFlags = {
	...commonFlags,
	"discv5-discovery": true,
	"discv5-enr-auto-update": true,
} satisfies Flags;

/** One that relays for others. */
export const relayFlags = {
	...discoveredFlags,
	relay: true,
	"rest-admin": true,
	"max-connections": 200,
} satisfies Flags;

/** One that is only asked: its own mesh is nobody's business. */
export const clientFlags = {
	...commonFlags,
	relay: false,
	"rest-admin": true,
} satisfies Flags;

export const wordsOf = (flags: Flags): string[] =>
	Object.entries(flags).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map((one) => `--${name}=${one}`),
	);

/** @see nwaku `/health`, which says OK when all its protocols are ready */
export const healthAnswers: Probe = {
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
	/** @default nwaku's */
	readonly program?: string;
	readonly flags: Flags;
	/** How many bootstrap nodes it is told of. @default none */
	readonly enrs?: number;
	/** Nodes whose addresses it is told, and the flag for each. */
	readonly peers?: {
		readonly service: string;
		readonly count: number;
		readonly flag: string;
	};
	/** Lines of the shell, before the node. */
	readonly first?: readonly string[];
	readonly ready?: Probe;
	readonly wave?: Group["wave"];
	readonly resources?: Pick<Group, "requests" | "limits">;
	readonly env?: Group["env"];
	/** Before all others. */
	readonly before?: readonly SideContainer[];
	readonly beside?: readonly SideContainer[];
	/** A folder for what comes before and beside. */
	readonly shared?: readonly string[];
	readonly namespace: string;
}

/** A StatefulSet of wakunodes. */
export function wakuNodes({
	name,
	service,
	nodes,
	image,
	program = "/usr/bin/wakunode",
	flags,
	enrs = 0,
	peers,
	first = [],
	ready = metricsAnswer,
	wave = inWaves,
	resources = relayResources,
	env = {},
	before = [],
	beside = [],
	shared = [],
	namespace,
}: WakuNodes): Group {
	return {
		name,
		kind: "StatefulSet",
		image: imageOf(image),
		// As 10ksim's: its queries name it.
		container: "waku",
		service,
		command: ["sh", "-c"],
		args: [
			[
				...(enrs > 0 ? [". /etc/enr/enr.env"] : []),
				...(peers === undefined ? [] : [". /etc/addrs/addrs.env"]),
				...first,
				`exec ${program} ${[
					...wordsOf(flags),
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
		pod: {
			ready,
			env: { IP: "status.podIP" },
			searches: [service],
			before: [
				...before,
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
			beside,
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

/** Nodes that only tell others of each other. */
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
		ready: healthAnswers,
		wave: allBeforeNext,
		resources: {
			requests: { cpuMillis: 50, memoryBytes: 64 * 2 ** 20 },
			limits: { cpuMillis: 400, memoryBytes: 768 * 2 ** 20 },
		},
		namespace,
	});

/** Every node of a group has a topic whose mesh is as it should be. */
export const relayReady = (group: string, holdMs: number): Gate => ({
	kind: "metric",
	group,
	metric: "libp2p_gossipsub_healthy_peers_topics",
	quantile: 0,
	atLeast: 1,
	holdMs,
});

type Request = StepOf<"publish">["request"];

/** `POST /relay/v1/messages/<topic>` of nwaku. */
export const relayRequest = (topic: string): Request => ({
	port: "http",
	path: `/relay/v1/messages/${encodeURIComponent(topic)}`,
	body: { payload: "$payload", contentTopic: CONTENT_TOPIC, version: 1 },
	idFrom: { kind: "log" },
});

/** `POST /lightpush/v3/message` of nwaku and of js-waku's browser node. */
export const lightpushRequest = (topic: string): Request => ({
	port: "http",
	path: "/lightpush/v3/message",
	body: {
		pubsubTopic: topic,
		message: { payload: "$payload", contentTopic: CONTENT_TOPIC, version: 1 },
	},
	idFrom: { kind: "log" },
});

/** A StatefulSet of go-waku's nodes: other program, other names of flags. */
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
		// It tells of deliveries at DEBUG only, and until August 2024 the flag
		// does not reach the logger that does.
		env: { GOLOG_LOG_LEVEL: "debug" },
		enrs,
		namespace,
	});
}
