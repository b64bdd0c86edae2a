import { nodesIn } from "@lab/record";
import type { Draft, DraftContext } from "../experiment.ts";
import type { Group, ReadinessCheck } from "../group.ts";
import { images } from "../images.ts";
import { nodeGuards } from "../judgement.ts";
import { count, duration, text, type ValuesOf } from "../parameter.ts";
import { LIBP2P_SERVICE, libp2pNodes } from "./libp2p.ts";

/** Parameters of hubs and peers. Above the high watermark, a hub trims its connections down to the low one. */
export const connectionParameters = {
	low: peers(10, 1, "low watermark: number of connections after trimming"),
	high: peers(
		20,
		2,
		"high watermark: number of connections above which a hub trims",
	),
	silence: duration({
		default: "2s",
		min: "0s",
		max: "1h",
		meaning: "minimum time between two trims",
	}),
	grace: duration({
		default: "0s",
		min: "0s",
		max: "1h",
		meaning: "grace period during which a new connection is not trimmed",
	}),
	maxConnections: peers(0, 0, "hard limit of a hub's connections; 0: none"),
	hubs: peers(1, 1, "number of hubs, all connected to each other"),
	peers: peers(25, 1, "number of peers that dial the hubs"),
	dialled: peers(0, 0, "number of peers that the hubs dial"),
	late: peers(0, 0, "number of peers that join after the others' grace period"),
	guarded: peers(0, 0, "number of protected peers, which a hub must not trim"),
	abusers: peers(
		0,
		0,
		"number of peers that reconnect before their grace period ends",
	),
	abuseEvery: duration({
		default: "55s",
		min: "1s",
		max: "1h",
		meaning: "interval at which an abuser reconnects",
	}),
	image: text({
		default: images.connectionManager,
		meaning: "image of the nodes",
	}),
	length: duration({
		default: "300s",
		min: "10s",
		max: "24h",
		meaning: "how long the hubs are watched once all peers have joined",
	}),
};

function peers(standard: number, min: number, meaning: string) {
	return count({ default: standard, min, max: 10_000, unit: "peers", meaning });
}

type Values = ValuesOf<typeof connectionParameters>;

/** What a peer does when a hub drops it. */
export type Reconnect = "none" | "aggressive" | "before_grace";

const portOpen: ReadinessCheck = {
	check: { tcpPort: 5000 },
	initialDelaySeconds: 2,
	periodSeconds: 5,
};

/** Additional wait before late peers join, so that the others' grace period is certainly over. */
const GRACE_MARGIN_MS = 10_000;

/** Drafts hubs and the groups of peers around them. */
export function connectionDraft(
	p: Values,
	{ namespace, draw }: DraftContext,
	reconnect: Reconnect = "none",
): Draft {
	const guarded = Array.from({ length: p.guarded }, (_, index) =>
		draw.identity("guarded", index),
	);
	const dials = {
		DIAL_OUT: "true",
		HUB_ADDRS: addresses("hub", p.hubs, namespace),
	};
	const peer = (name: string, replicas: number, env: Group["env"]): Group[] =>
		replicas === 0
			? []
			: [
					libp2pNodes({
						name,
						replicas,
						image: p.image,
						ready: portOpen,
						env: { NODE_ROLE: "RolePeer", PORT: "5000", ...env },
					}),
				];
	const lateMs = p.late > 0 ? p.grace + GRACE_MARGIN_MS : 0;
	return {
		groups: [
			hubs(
				p,
				namespace,
				guarded.map(({ peerId }) => peerId),
			),
			...peer("dialled", p.dialled, { DIAL_OUT: "false" }),
			...peer("guarded", p.guarded, {
				...dials,
				PRIVATE_KEYS: guarded.map(({ privateKey }) => privateKey).join(","),
			}),
			...peer("abusers", p.abusers, {
				...dials,
				RECONNECT: "before_grace",
				RECONNECT_INTERVAL_S: seconds(p.abuseEvery),
			}),
			...peer("peers", p.peers, { ...dials, RECONNECT: reconnect }),
			// The timeline scales them up later.
			...peer("late", p.late, dials).map((group) => ({
				...group,
				replicas: 0,
			})),
		],
		settle: [{ kind: "ready", fraction: 1 }],
		timeline: [
			...(p.late > 0
				? [
						{
							kind: "scale" as const,
							name: "late",
							atMs: lateMs,
							group: "late",
							replicas: p.late,
						},
					]
				: []),
			{ kind: "wait", name: "watch", atMs: lateMs, durationMs: p.length },
		],
		windows: [{ name: "watch", startMs: lateMs, endMs: lateMs + p.length }],
		drain: { dwellMs: 10_000, scrapeIntervalMs: 5000 },
		guards: nodeGuards,
		criteria: hubCriteria(p),
	};
}

/** Criteria: hubs respect their watermarks and limit, and drop no connection that they must keep. */
const hubCriteria = (p: Values): Draft["criteria"] => [
	{ measure: "hubs.above-mark", atMost: 0 },
	...(p.maxConnections > 0
		? [{ measure: "hubs.above-cap" as const, atMost: 0 }]
		: []),
	...(p.dialled > 0
		? [{ measure: "hubs.outbound-dropped" as const, atMost: 0 }]
		: []),
	...(p.guarded > 0
		? [{ measure: "hubs.guarded-dropped" as const, atMost: 0 }]
		: []),
	...(p.grace > 0
		? [{ measure: "hubs.dropped-in-grace" as const, atMost: 0 }]
		: []),
];

const hubs = (
	p: Values,
	namespace: string,
	guarded: readonly string[],
): Group =>
	libp2pNodes({
		name: "hub",
		replicas: p.hubs,
		image: p.image,
		ready: portOpen,
		env: {
			NODE_ROLE: "RoleHub",
			PORT: "5000",
			WATERMARK_LOW: String(p.low),
			WATERMARK_HIGH: String(p.high),
			WATERMARK_SILENCE_PERIOD_S: seconds(p.silence),
			...(p.grace > 0 && { WATERMARK_GRACE_PERIOD_S: seconds(p.grace) }),
			...(p.maxConnections > 0 && {
				MAX_CONNECTIONS: String(p.maxConnections),
			}),
			...(p.dialled > 0 && {
				OUTBOUND_PEERS: addresses("dialled", p.dialled, namespace),
			}),
			...(guarded.length > 0 && { PROTECTED_PEERS: guarded.join(",") }),
			NUM_HUBS: String(p.hubs),
			HUB_NAMESPACE: namespace,
		},
	});

const addresses = (group: string, howMany: number, namespace: string): string =>
	nodesIn({ name: group, replicas: howMany })
		.map(
			(node) => `${node}.${LIBP2P_SERVICE}.${namespace}.svc.cluster.local:5000`,
		)
		.join(",");

const seconds = (ms: number): string => String(Math.round(ms / 1000));
