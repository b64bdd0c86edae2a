import { nodesIn, type StepOf } from "@lab/record";
import type { Draft, DraftContext } from "../experiment.ts";
import {
	type Group,
	inWaves,
	type PodLink,
	type ReadinessCheck,
} from "../group.ts";
import { images } from "../images.ts";
import { publishGuards } from "../judgement.ts";
import {
	choice,
	count,
	type Parameters as Declared,
	duration,
	ratio,
	size,
	text,
	type ValuesOf,
} from "../parameter.ts";
import { libp2pRequest, publishFromEach } from "../traffic.ts";
import { LIBP2P_SERVICE, libp2pNodes, relayResources } from "./libp2p.ts";

const whole = (unit: string, standard: number, max: number, meaning: string) =>
	count({ default: standard, min: 0, max, unit, meaning });

const QUEUE = 1_000_000;
const MIB = 2 ** 20;

/** Parameters of gossipsub with three outgoing priority queues per peer, and of slow peers that overflow them. */
export const queueParameters = {
	normal: count({
		default: 100,
		min: 1,
		max: 10_000,
		unit: "nodes",
		meaning: "number of nodes with an unshaped link",
	}),
	slow: whole("nodes", 0, 1000, "number of nodes with a slow link"),
	slowIn: whole(
		"kbit/s",
		0,
		10_000_000,
		"rate limit of a slow node's incoming traffic; 0: none",
	),
	slowOut: whole(
		"kbit/s",
		0,
		10_000_000,
		"rate limit of a slow node's outgoing traffic; 0: none",
	),
	connectTo: whole("peers", 6, 100, "number of peers that a node dials"),
	muxer: choice({
		default: "yamux",
		choices: ["yamux", "mplex", "quic"],
		meaning: "stream multiplexer",
	}),
	d: whole("peers", 6, 100, "target mesh degree"),
	dLow: whole("peers", 4, 100, "mesh degree below which a node grafts"),
	dHigh: whole("peers", 8, 100, "mesh degree above which a node prunes"),
	dOut: whole(
		"peers",
		1,
		100,
		"minimum number of mesh peers that the node dialled itself",
	),
	dLazy: whole(
		"peers",
		1,
		100,
		"number of peers outside the mesh that receive gossip",
	),
	high: whole(
		"messages",
		256,
		QUEUE,
		"capacity of the high-priority queue: control messages and own messages",
	),
	medium: whole(
		"messages",
		32,
		QUEUE,
		"capacity of the medium-priority queue: forwarded messages",
	),
	low: whole(
		"messages",
		1024,
		QUEUE,
		"capacity of the low-priority queue: gossip",
	),
	penaltyWeight: {
		kind: "number",
		whole: false,
		unit: "score",
		default: 0,
		min: -1000,
		max: 0,
		meaning: "score penalty of a peer for each overflow of its queue",
	},
	penaltyDecay: {
		kind: "number",
		whole: false,
		unit: "ratio",
		default: 0.2,
		min: 0,
		max: 1,
		meaning: "share of the penalty that remains after a second",
	},
	from: choice({
		default: "normal",
		choices: ["normal", "slow", "all"],
		meaning: "which nodes publish",
	}),
	messages: whole(
		"messages",
		900,
		100_000,
		"number of messages from each publisher",
	),
	every: duration({
		default: "1s",
		min: "1ms",
		max: "1h",
		meaning: "interval between messages of a publisher",
	}),
	size: size({
		default: "1Ki",
		min: "16B",
		max: "1Mi",
		meaning: "size of a message",
	}),
	bursts: whole("bursts", 0, 20, "number of bursts that the normal nodes send"),
	burst: whole(
		"messages",
		512,
		10_000,
		"number of messages that each normal node sends per burst",
	),
	burstSize: size({
		default: "128Ki",
		min: "16B",
		max: "1Mi",
		meaning: "size of a message in a burst",
	}),
	burstRate: count({
		default: 128,
		min: 1,
		max: 10_000,
		unit: "messages/s",
		meaning: "rate of a normal node's messages in a burst",
	}),
	burstPause: duration({
		default: "120s",
		min: "1s",
		max: "1h",
		meaning: "pause between bursts",
	}),
	burstsFrom: duration({
		default: "30s",
		min: "0s",
		max: "1h",
		meaning: "time from the first message to the first burst",
	}),
	image: text({ default: images.gossipQueues, meaning: "image of the nodes" }),
	settle: duration({
		default: "30s",
		min: "0s",
		max: "1h",
		meaning: "time from the last node's start to the first message",
	}),
	length: duration({
		default: "300s",
		min: "1s",
		max: "24h",
		meaning: "minimum time that the network is watched",
	}),
	delivered: ratio({
		default: 0.99,
		max: 1,
		meaning: "required share of deliveries, despite overflowing queues",
	}),
} as const satisfies Declared;

type Values = ValuesOf<typeof queueParameters>;

const portOpen: ReadinessCheck = {
	check: { tcpPort: 8645 },
	initialDelaySeconds: 15,
	periodSeconds: 10,
	timeoutSeconds: 5,
	failureThreshold: 5,
};

/** Network of one normal and one slow node. */
export const pair = {
	normal: 1,
	slow: 1,
	connectTo: 1,
	d: 1,
	dLow: 0,
	dHigh: 2,
} as const;

/** Like `pair`, with large high- and low-priority queues, so that only the medium-priority queue can overflow. */
export const slowPair = {
	...pair,
	slowIn: 512,
	high: 65_536,
	medium: 32,
	low: 65_536,
} as const;

export function queuesDraft(p: Values, { draw, backend }: DraftContext): Draft {
	const normal = queueNodes(p, {
		name: "nimp2p",
		nodes: p.normal,
		idOffset: 0,
		memoryBytes: 64 * MIB,
		link: {},
	});
	const slow = queueNodes(p, {
		name: "nimp2p-slow",
		nodes: p.slow,
		idOffset: p.normal,
		// Messages queued for the slow link are held in memory.
		memoryBytes: 128 * MIB,
		link: {
			out: p.slowOut > 0 ? { rateBitsPerSecond: p.slowOut * 1000 } : {},
			...(p.slowIn > 0 && { inBitsPerSecond: p.slowIn * 1000 }),
		},
	});
	const publishers = {
		normal: nodesIn(normal),
		slow: nodesIn(slow),
		all: [...nodesIn(normal), ...nodesIn(slow)],
	}[p.from];
	const groups = [normal, ...(p.slow > 0 ? [slow] : [])];
	const step = (
		name: string,
		sizeBytes: number,
		given: Paced,
	): StepOf<"publish"> =>
		publishFromEach({
			name,
			topic: "test",
			sizeBytes,
			timeoutMs: 30_000,
			request: libp2pRequest("test", sizeBytes, backend),
			receivers: groups.map(({ name }) => name),
			draw,
			...given,
		});
	const lengthMs = Math.max(p.length, p.messages * p.every);
	return {
		groups,
		settle: [
			{ kind: "ready", fraction: 1 },
			{ kind: "dwell", forMs: p.settle },
		],
		timeline: [
			step("traffic", p.size, {
				atMs: 0,
				messages: p.messages,
				everyMs: p.every,
				publishers,
			}),
			...burstsOf(p).map((atMs, index) =>
				step(`burst-${index + 1}`, p.burstSize, {
					atMs,
					messages: p.burst,
					everyMs: 1000 / p.burstRate,
					publishers: nodesIn(normal),
				}),
			),
			{ kind: "wait", name: "watch", atMs: 0, durationMs: lengthMs },
		],
		windows: [{ name: "complete", startMs: 0, endMs: lengthMs }],
		drain: { dwellMs: 30_000, scrapeIntervalMs: 5000 },
		guards: publishGuards,
		criteria: [{ measure: "delivery.ratio", atLeast: p.delivered }],
	};
}

type Paced = Pick<
	Parameters<typeof publishFromEach>[0],
	"atMs" | "messages" | "everyMs" | "publishers"
>;

const burstsOf = (p: Values): number[] =>
	Array.from(
		{ length: p.bursts },
		(_, index) =>
			p.burstsFrom + index * ((p.burst / p.burstRate) * 1000 + p.burstPause),
	);

interface QueueNodes {
	readonly name: string;
	readonly nodes: number;
	/** Added to a node's ordinal to get its id, because the ordinals of both groups start at 0. */
	readonly idOffset: number;
	readonly memoryBytes: number;
	readonly link: PodLink;
}

const queueNodes = (
	p: Values,
	{ name, nodes, idOffset, memoryBytes, link }: QueueNodes,
): Group =>
	libp2pNodes({
		name,
		replicas: nodes,
		image: p.image,
		wave: inWaves,
		ready: portOpen,
		env: {
			PEERS: String(p.normal + p.slow),
			PEER_ID_OFFSET: String(idOffset),
			CONNECTTO: String(Math.min(p.connectTo, p.normal + p.slow - 1)),
			MUXER: p.muxer,
			FRAGMENTS: "1",
			SHADOWENV: "false",
			SELFTRIGGER: "false",
			SERVICE: LIBP2P_SERVICE,
			MAXCONNECTIONS: "128",
			...queueSettings(p),
		},
		// No limits, so that only the link slows a node down.
		resources: { requests: { ...relayResources.requests, memoryBytes } },
		pod: { link },
	});

/** Environment variables of the queues' settings. 10ksim passes none of them. */
const queueSettings = (p: Values): Group["env"] => ({
	GOSSIPSUB_D: String(p.d),
	GOSSIPSUB_D_LOW: String(p.dLow),
	GOSSIPSUB_D_HIGH: String(p.dHigh),
	GOSSIPSUB_D_OUT: String(p.dOut),
	GOSSIPSUB_D_LAZY: String(p.dLazy),
	GOSSIPSUB_MAX_HIGH_PRIORITY_QUEUE_LEN: String(p.high),
	GOSSIPSUB_MAX_MEDIUM_PRIORITY_QUEUE_LEN: String(p.medium),
	GOSSIPSUB_MAX_LOW_PRIORITY_QUEUE_LEN: String(p.low),
	GOSSIPSUB_SLOW_PEER_PENALTY_WEIGHT: String(p.penaltyWeight),
	GOSSIPSUB_SLOW_PEER_PENALTY_DECAY: String(p.penaltyDecay),
});
