import { LabError } from "@lab/core";
import type { StepOf } from "@lab/record";
import type { Node, Probe } from "../../backend.ts";
import { answers, pingPeer, readInfo, setLink } from "./node-client.ts";

type Bases = ReadonlyMap<string, string>;

/** Base URL of each node that is up. */
export const basesOf = (nodes: readonly Node[]): Bases =>
	new Map(
		nodes.flatMap(({ name, urls }) =>
			urls.http === undefined ? [] : [[name, urls.http] as const],
		),
	);

const base = (bases: Bases, node: string): string => {
	const found = bases.get(node);
	if (found !== undefined) return found;
	throw new LabError({
		code: "node-silent",
		what: `${node} is not up`,
		where: node,
		help: "read the node's log",
		exit: 3,
	});
};

/** Of nodes that shall be away: there while none is up, gone when all are, neither in between. */
export const presence = (up: number, of: number): { present?: boolean } =>
	up === 0 ? { present: true } : up === of ? { present: false } : {};

/** A churn is there when none of its nodes answers. */
export async function probeChurn(
	{ nodes }: StepOf<"churn">,
	bases: Bases,
	signal: AbortSignal,
): Promise<Probe> {
	const up = await Promise.all(
		nodes.map(async (node) => {
			const at = bases.get(node);
			return at !== undefined && (await answers(at, signal));
		}),
	);
	const count = up.filter(Boolean).length;
	return {
		...presence(count, nodes.length),
		seen: `${count} of ${nodes.length} nodes answer`,
	};
}

/** Cuts each node off from all that are on other sides; `undefined` joins them again. */
export async function cut(
	step: StepOf<"partition">,
	apart: boolean,
	bases: Bases,
	signal: AbortSignal,
): Promise<void> {
	const ids = await peerIds(step.sides.flat(), bases, signal);
	await Promise.all(
		step.sides.flatMap((side, index) => {
			const others = step.sides.filter((_, at) => at !== index).flat();
			const blocked = apart
				? others.map((node) => ids.get(node) as string)
				: [];
			return side.map((node) =>
				setLink(base(bases, node), { blocked }, signal),
			);
		}),
	);
}

/** A partition is there when no node has a connection to another side. */
export async function probePartition(
	step: StepOf<"partition">,
	bases: Bases,
	signal: AbortSignal,
): Promise<Probe> {
	const ids = await peerIds(step.sides.flat(), bases, signal);
	const sideOf = new Map(
		step.sides.flatMap((side, index) =>
			side.map((node) => [ids.get(node) as string, index] as const),
		),
	);
	let crossing = 0;
	for (const [index, side] of step.sides.entries()) {
		const infos = await Promise.all(
			side.map((node) => readInfo(base(bases, node), signal)),
		);
		for (const { peers } of infos) {
			crossing += peers.filter((peer) => {
				const other = sideOf.get(peer);
				return other !== undefined && other !== index;
			}).length;
		}
	}
	return {
		present: crossing === 0,
		seen: `${crossing} connections between the sides`,
	};
}

/** Slows what leaves the nodes. */
export async function slow(
	{ nodes, link }: StepOf<"shape">,
	on: boolean,
	bases: Bases,
	signal: AbortSignal,
): Promise<void> {
	const { delayMs = 0, jitterMs = 0 } = on ? link : {};
	await Promise.all(
		nodes.map((node) =>
			setLink(base(bases, node), { delayMs, jitterMs }, signal),
		),
	);
}

const SAMPLED = 5;
/** Of the delay asked for: from here on a link counts as slow. */
const SLOW = 0.9;

/** A shape is there when the round trips of sampled nodes are as slow as asked. */
export async function probeShape(
	{ nodes, link }: StepOf<"shape">,
	bases: Bases,
	signal: AbortSignal,
): Promise<Probe> {
	const sampled = nodes.slice(0, SAMPLED);
	const times = await Promise.all(
		sampled.map(async (node) => {
			const at = base(bases, node);
			const [peer] = (await readInfo(at, signal)).peers;
			return peer === undefined ? undefined : pingPeer(at, peer, signal);
		}),
	);
	const known = times
		.filter((time) => time !== undefined)
		.sort((a, b) => a - b);
	const median = known[Math.floor(known.length / 2)];
	return {
		present: median !== undefined && median >= (link.delayMs ?? 0) * SLOW,
		seen:
			median === undefined
				? "nobody to ping"
				: `median round trip ${median.toFixed(1)} ms of ${known.length} nodes`,
	};
}

async function peerIds(
	nodes: readonly string[],
	bases: Bases,
	signal: AbortSignal,
): Promise<Map<string, string>> {
	return new Map(
		await Promise.all(
			nodes.map(
				async (node) =>
					[node, (await readInfo(base(bases, node), signal)).peerId] as const,
			),
		),
	);
}
