import {
	type Link,
	nodesIn,
	type PlannedWindow,
	type StepOf,
} from "@lab/record";
import type { Draft, DraftContext } from "../experiment.ts";
import type { Group } from "../group.ts";
import {
	deliveryGuards,
	everyDelivery,
	publishGuards,
	trafficWindows,
} from "../judgement.ts";
import type { ValuesOf } from "../parameter.ts";
import { libp2pRequest, publish } from "../traffic.ts";
import type {
	disturbances,
	gossipNetwork,
	gossipTraffic,
	podLink,
} from "./gossip-parameters.ts";
import { gossipNodes, kadAnchors, kadServiceIn, meshReady } from "./libp2p.ts";

type Values = ValuesOf<
	typeof gossipNetwork &
		typeof gossipTraffic &
		typeof podLink &
		typeof disturbances
>;

/** Time for the two sides to merge after healing. */
const RETURN_MS = 60_000;

/** Drafts a gossip network with its traffic and disturbances. */
export function gossipDraft(p: Values, context: DraftContext): Draft {
	const relay = relays(p, context);
	const names = nodesIn(relay);
	const gone = names.slice(names.length - Math.floor(p.nodes * p.churn));
	const cut = Math.floor(p.nodes * p.split);
	const firstMs = cut > 0 ? p.meshTime : 0;
	const lastMs = firstMs + p.messages * p.every;
	return {
		groups: [...anchors(p), relay],
		settle: [
			{ kind: "ready", fraction: 1 },
			// A partitioned network forms its meshes after the partition step.
			...(cut > 0 ? [] : [meshReady(relay.name, p.nodes, p.settle)]),
		],
		settleWithinMs: 2 * p.startDelay + p.settle + 600_000,
		timeline: [
			...(cut > 0 ? [split(names, cut, firstMs + p.healAfter)] : []),
			publish({
				name: "traffic",
				atMs: firstMs,
				topic: "test",
				sizeBytes: p.size,
				messages: p.messages,
				everyMs: p.every,
				timeoutMs: 30_000,
				request: libp2pRequest("test", p.size, context.backend),
				// Nodes that leave do not publish, because they return under another address.
				publishers: names.slice(0, names.length - gone.length),
				draw: context.draw,
			}),
			...(gone.length > 0
				? [churn(gone, firstMs + p.churnAt, p.churnDown)]
				: []),
		],
		windows: [
			...trafficWindows(firstMs, lastMs, p.dwell),
			...(cut > 0 ? [healed(firstMs + p.healAfter, lastMs + p.dwell)] : []),
		],
		drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
		// Deliveries to a node that is away cannot be observed.
		guards: gone.length > 0 ? publishGuards : deliveryGuards,
		criteria: everyDelivery(p.maxLatency, cut > 0 ? "healed" : undefined),
	};
}

function relays(p: Values, { namespace }: DraftContext): Group {
	return gossipNodes({
		nodes: p.nodes,
		image: p.image,
		muxer: p.muxer,
		connectTo: p.connectTo,
		startDelayMs: p.startDelay,
		env: p.discovery === "static" ? {} : kadMember(namespace),
		nodesPerProcess: p.churn > 0 ? 1 : 10,
		args: ["--drop", `${p.drop}`, "--fail-publish", `${p.failPublish}`],
		pod: { link: { out: linkOf(p) } },
	});
}

const kadMember = (namespace: string) => ({
	NODE_ROLE: "RoleNormal",
	DISCOVERY: "kad-dht",
	SERVICE: kadServiceIn(namespace),
});

const anchors = (p: Values): Group[] =>
	p.discovery === "static"
		? []
		: [
				kadAnchors({
					nodes: p.anchors,
					image: p.image,
					muxer: p.muxer,
					peers: p.nodes,
				}),
			];

export const linkOf = ({
	delay,
	jitter,
	loss,
	rate,
}: ValuesOf<typeof podLink>): Link => ({
	...(delay > 0 && { delayMs: delay }),
	...(jitter > 0 && { jitterMs: jitter }),
	...(loss > 0 && { lossPercent: loss * 100 }),
	...(rate > 0 && { rateBitsPerSecond: rate * 1e6 }),
});

/** Churn step. It scales the group down, because a deleted pod would be replaced within seconds. */
const churn = (
	nodes: string[],
	atMs: number,
	downMs: number,
): StepOf<"churn"> => ({
	kind: "churn",
	name: "churn",
	atMs,
	downMs,
	by: "scale",
	nodes,
});

/** Window after healing, in which messages must again reach all nodes of both sides. */
function healed(healMs: number, endMs: number): PlannedWindow {
	const startMs = healMs + RETURN_MS;
	return { name: "healed", startMs, endMs: Math.max(endMs, startMs + 1000) };
}

/** Partition step. It starts before any node dials, because a policy blocks only new connections. */
const split = (
	names: readonly string[],
	at: number,
	durationMs: number,
): StepOf<"partition"> => ({
	kind: "partition",
	name: "split",
	atMs: 0,
	durationMs,
	sides: [names.slice(0, at), names.slice(at)],
});
