import type { MessageFact, NodeFact, RunFacts } from "./facts.ts";

/** Crossings that are evaluated; above this number, consecutive messages are grouped. */
const MAX_CROSSINGS = 250_000;

/** Clock of each node, and groups of messages that are evaluated together. */
export interface Clocks {
	/** Names of the clocks: the machine, or the node if its machine is unknown. */
	readonly names: readonly string[];
	/** Index of each node's clock. */
	readonly ofNode: readonly number[];
	/** Whether a clock's nodes publish, so that its offset can be bounded. */
	readonly sends: readonly boolean[];
	/** Index of each message's group, in order of time. */
	readonly slotOf: readonly number[];
	/** Longest time span of a group, ns. */
	readonly slotNs: number;
}

const nameOf = ({ host, node }: NodeFact): string => host || node;

/** Time at which a message was sent according to its publish record; else the planned time. */
export const leftAt = ({ sent, intended }: MessageFact): bigint =>
	sent ?? intended;

/** Assigns clocks to nodes: one per machine, and one per node whose machine is unknown. */
export function clocksOf({ nodes, messages }: RunFacts): Clocks {
	const names = [...new Set(nodes.map(nameOf))].sort();
	const number = new Map(names.map((name, index) => [name, index]));
	const ofNode = nodes.map((node) => number.get(nameOf(node)) as number);
	const senders = new Set(messages.map(({ publisher }) => publisher));
	const sending = (known: boolean) => {
		const clocks = new Set(
			nodes.flatMap((node, index) =>
				senders.has(node.node) && (!known || node.host !== "")
					? [ofNode[index]]
					: [],
			),
		);
		return names.map((_, index) => clocks.has(index));
	};
	const count = (sends: readonly boolean[]) => sends.filter(Boolean).length;
	const all = sending(false);
	// With too many clocks, a pair has hardly any messages: measure only those of known machines.
	const sends =
		messages.length * count(all) > 8 * MAX_CROSSINGS ? sending(true) : all;
	const together = Math.max(
		1,
		Math.ceil((messages.length * count(sends)) / MAX_CROSSINGS),
	);
	const order = messages
		.map((message, index) => ({ index, at: leftAt(message) }))
		.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
	const slotOf = messages.map(() => 0);
	let slotNs = 0;
	for (const [place, { index, at }] of order.entries()) {
		const slot = Math.floor(place / together);
		slotOf[index] = slot;
		const first = order[slot * together]?.at ?? at;
		slotNs = Math.max(slotNs, Number(at - first));
	}
	return { names, ofNode, sends, slotOf, slotNs };
}
