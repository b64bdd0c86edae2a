import { LabError } from "@lab/core";
import type { StepOf } from "@lab/record";
import type { ProbeResult } from "../../backend.ts";
import { isReady, pingPeer, readInfo, setLink } from "../node-client.ts";
import { type BaseUrls, presence } from "../node-presence.ts";

const base = (bases: BaseUrls, node: string): string => {
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

/** A churn is in effect if none of its nodes answers. */
export async function probeChurn(
	{ nodes }: StepOf<"churn">,
	bases: BaseUrls,
	signal: AbortSignal,
): Promise<ProbeResult> {
	const up = await Promise.all(
		nodes.map(async (node) => {
			const at = bases.get(node);
			return at !== undefined && (await isReady(at, signal));
		}),
	);
	const count = up.filter(Boolean).length;
	return {
		...presence(count, nodes.length),
		seen: `${count} of ${nodes.length} nodes answer`,
	};
}

/** Blocks all connections between the sides, or unblocks them if not `apart`. */
export async function setPartition(
	step: StepOf<"partition">,
	apart: boolean,
	bases: BaseUrls,
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

/** A partition is in effect if no node has a connection to another side. */
export async function probePartition(
	step: StepOf<"partition">,
	bases: BaseUrls,
	signal: AbortSignal,
): Promise<ProbeResult> {
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

/** Delays the outgoing traffic of the nodes, or removes the delay if not `on`. */
export async function setDelay(
	{ nodes, link }: StepOf<"shape">,
	on: boolean,
	bases: BaseUrls,
	signal: AbortSignal,
): Promise<void> {
	const { delayMs = 0, jitterMs = 0 } = on ? link : {};
	await Promise.all(
		nodes.map((node) =>
			setLink(base(bases, node), { delayMs, jitterMs }, signal),
		),
	);
}

const SAMPLE_SIZE = 5;
/** Fraction of the planned delay from which a link counts as slow. */
const MIN_DELAY_RATIO = 0.9;

/** A shape is in effect if the round trips of sampled nodes are as slow as planned. */
export async function probeShape(
	{ nodes, link }: StepOf<"shape">,
	bases: BaseUrls,
	signal: AbortSignal,
): Promise<ProbeResult> {
	const sampled = nodes.slice(0, SAMPLE_SIZE);
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
		present:
			median !== undefined && median >= (link.delayMs ?? 0) * MIN_DELAY_RATIO,
		seen:
			median === undefined
				? "no node has a peer to ping"
				: `median round-trip time ${median.toFixed(1)} ms of ${known.length} nodes`,
	};
}

async function peerIds(
	nodes: readonly string[],
	bases: BaseUrls,
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
