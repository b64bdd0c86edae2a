import type { StepOf, TimelineStep } from "@lab/record";
import type { Draft, Surroundings } from "../experiment.ts";
import { type Group, nodesIn } from "../group.ts";
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

/** Traffic of a network in which nobody publishes. */
export const quiet: ValuesOf<typeof wakuTraffic> = {
	messages: 0,
	every: 0,
	size: 0,
	settle: 0,
	dwell: 20_000,
	maxLatency: 0,
};

/** Nothing that the relays pass on is missing in a store, or at a client that filters. */
export const allArchived: Draft["criteria"] = [
	{ measure: "store.not-archived", atMost: 0 },
];
export const allFiltered: Draft["criteria"] = [
	{ measure: "filter.missed", atMost: 0 },
];
export const allPushed: Draft["criteria"] = [
	{ measure: "lightpush.success", atLeast: 1 },
];

/** From the last message to the look at what was kept of it. */
const LOOK_AFTER_MS = 30_000;
/** How long a look takes. */
const LOOK_MS = 70_000;

/** What all wakunodes of a run have in common. */
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

/** Messages over relay or lightpush, each from a node of these groups. */
export function wakuTrafficStep(
	p: WakuValues,
	{ draw }: Surroundings,
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
		/** Whose nodes relay on that topic. @default those that publish */
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
	/** Whose meshes must be there before the first message. */
	readonly meshed: readonly Group[];
	readonly traffic: readonly TimelineStep[];
	/** Groups that look, after the traffic, at what was kept. */
	readonly readers?: readonly Group[];
	/** Beside that every message reaches every relay. */
	readonly criteria?: Draft["criteria"];
}

export function wakuRun(
	p: ValuesOf<typeof wakuTraffic>,
	{ groups, meshed, traffic, readers = [], criteria = [] }: WakuRun,
): Draft {
	const lengthMs = p.messages * p.every;
	const lookMs = lengthMs + LOOK_AFTER_MS;
	return {
		// Readers come when there is something to read.
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
				atMs: lookMs,
				group: name,
				replicas,
			})),
			...(readers.length === 0
				? []
				: [
						{
							kind: "wait" as const,
							name: "look",
							atMs: lookMs,
							durationMs: LOOK_MS,
						},
					]),
		],
		windows: trafficWindows(0, lengthMs, p.dwell),
		drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
		guards: publishGuards,
		criteria: [...everyDelivery(p.maxLatency), ...criteria],
	};
}
