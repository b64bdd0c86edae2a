import { nodesIn, type StepOf, type TimelineStep } from "@lab/record";
import type { Draft, DraftContext } from "../experiment.ts";
import type { Group } from "../group.ts";
import { everyDelivery, publishGuards, trafficWindows } from "../judgement.ts";
import type { ValuesOf } from "../parameter.ts";
import { publish } from "../traffic.ts";
import {
	bootstraps,
	type Flags,
	lightpushRequest,
	pubsubTopic,
	relayReady,
	relayRequest,
	shardFlags,
} from "./waku.ts";
import type { wakuNetwork, wakuTraffic } from "./waku-parameters.ts";

export type WakuValues = ValuesOf<typeof wakuNetwork & typeof wakuTraffic>;

/** Traffic values of a network without messages. */
export const noTraffic: ValuesOf<typeof wakuTraffic> = {
	messages: 0,
	every: 0,
	size: 0,
	settle: 0,
	dwell: 20_000,
	maxLatency: 0,
};

/** Criterion: every message that the relays forward is in every store. */
export const allArchived: Draft["criteria"] = [
	{ measure: "store.not-archived", atMost: 0 },
];
/** Criterion: every message that the relays forward reaches every filter client. */
export const allFiltered: Draft["criteria"] = [
	{ measure: "filter.missed", atMost: 0 },
];
/** Criterion: every lightpush request succeeds. */
export const allPushed: Draft["criteria"] = [
	{ measure: "lightpush.success", atLeast: 1 },
];

/** Time from the last message to the start of the readers. */
const READ_AFTER_MS = 30_000;
/** Time for the readers to finish. */
const READ_MS = 70_000;

/** Flags that all wakunodes of a run share. */
export const networkFlags = (p: WakuValues): Flags => ({
	"log-level": p.logLevel,
	"log-format": p.logFormat,
	...shardFlags(p.sharding),
});

export const bootstrapsOf = (
	p: WakuValues,
	namespace: string,
	flags: Flags = networkFlags(p),
): Group =>
	bootstraps({
		nodes: p.bootstraps,
		image: p.image,
		flags,
		maxConnections: 1500,
		namespace,
	});

/** Publishes messages over relay or lightpush, each from a random node of the groups `from`. */
export function wakuTrafficStep(
	p: WakuValues,
	{ draw }: DraftContext,
	from: Group | readonly Group[],
	{
		name = "traffic",
		over = "relay",
		shard = 0,
		port = "http",
		receivers = [from].flat(),
	}: {
		readonly name?: string;
		readonly over?: "relay" | "lightpush";
		readonly shard?: number;
		readonly port?: string;
		/** Groups whose nodes relay on the topic. @default the groups that publish */
		readonly receivers?: readonly Group[];
	} = {},
): StepOf<"publish"> {
	const topic = pubsubTopic(p.sharding, shard);
	const request =
		over === "relay" ? relayRequest(topic) : lightpushRequest(topic);
	return publish({
		name,
		atMs: 0,
		topic,
		sizeBytes: p.size,
		messages: p.messages,
		everyMs: p.every,
		timeoutMs: 30_000,
		request: { ...request, port },
		receivers: receivers.map(({ name }) => name),
		publishers: [from].flat().flatMap(nodesIn),
		draw,
	});
}

interface WakuRun {
	readonly groups: readonly Group[];
	/** Groups whose meshes must be healthy before the first message. */
	readonly meshed: readonly Group[];
	readonly traffic: readonly TimelineStep[];
	/** Groups that start after the traffic and read what other nodes stored or received. */
	readonly readers?: readonly Group[];
	/** Criteria in addition to the delivery of every message to every relay. */
	readonly criteria?: Draft["criteria"];
}

export function wakuRun(
	p: ValuesOf<typeof wakuTraffic>,
	{ groups, meshed, traffic, readers = [], criteria = [] }: WakuRun,
): Draft {
	const lengthMs = p.messages * p.every;
	const readMs = lengthMs + READ_AFTER_MS;
	return {
		// The timeline starts the readers after the traffic.
		groups: [...groups, ...readers.map((one) => ({ ...one, replicas: 0 }))],
		settle: [
			{ kind: "ready", fraction: 1 },
			...meshed.map(({ name }) => relayReady(name, p.settle)),
		],
		settleWithinMs: p.settle + 900_000,
		timeline: [
			...traffic,
			...readers.map(({ name, replicas }) => ({
				kind: "scale" as const,
				name,
				atMs: readMs,
				group: name,
				replicas,
			})),
			...(readers.length === 0
				? []
				: [
						{
							kind: "wait" as const,
							name: "look",
							atMs: readMs,
							durationMs: READ_MS,
						},
					]),
		],
		windows: trafficWindows(0, lengthMs, p.dwell),
		drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
		guards: publishGuards,
		criteria: [...everyDelivery(p.maxLatency), ...criteria],
	};
}
