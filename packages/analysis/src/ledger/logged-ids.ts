import { type Database, tablesOf } from "../tables/index.ts";
import type { MessageFact, RunFacts } from "./facts.ts";

/** How each protocol's publisher tells the id of a message in its log: who, which, and when by its clock. */
const says = {
	"libp2p.sent":
		"SELECT stream AS node, msgId AS id, timestamp AS told_ns, line FROM libp2p_sent",
	"waku.published":
		"SELECT stream AS node, id, time AS told_ns, line FROM waku_published",
	"go-waku.published":
		"SELECT stream AS node, id, publishTime AS told_ns, line FROM go_waku_published",
	"waku.lightpush-sent":
		"SELECT stream AS node, id, sentTime AS told_ns, line FROM waku_lightpush_sent",
	// A browser node tells no id, only who it is: the server that it pushes to
	// names it and the message, by the server's clock.
	"js-waku.peer": `
		SELECT p.node, r.id, r.receivedTime AS told_ns, r.receivedTime AS line
		FROM waku_lightpush_received AS r
		JOIN (SELECT DISTINCT stream AS node, peerId FROM js_waku_peer) AS p
			ON r.sender = left(p.peerId, 3) || '*' || right(p.peerId, 6)`,
} as const;

/** How far a node's clock may be from the runner's. */
const CLOCKS_NS = 1_000_000_000n;

/** A message that a publisher's log tells of. */
export interface Published {
	readonly id: bigint;
	readonly at: bigint;
}

export const reasons = {
	untold: "its publisher's log does not tell its id",
	several:
		"its publisher's log does not tell which of its messages has which id",
} as const;

/** Facts with the ids that nodes drew themselves, where the publishers' logs tell them beyond doubt. */
export async function withLoggedIds(
	database: Database,
	tables: string,
	facts: RunFacts,
): Promise<RunFacts> {
	if (!facts.messages.some(({ idInLog }) => idInLog)) return facts;
	const there = await tablesOf(tables, facts.run);
	const parts = Object.entries(says)
		.filter(([event]) => there.includes(event))
		.map(([, sql]) => sql);
	const rows =
		parts.length === 0
			? []
			: await database.rows<{ node: string; id: bigint; told_ns: bigint }>(
					`SELECT node, id, min(told_ns) AS told_ns FROM (${parts.join(" UNION ALL ")})
					 GROUP BY node, id ORDER BY node, min(line)`,
				);
	const told = by(rows, ({ node }) => node);
	const asked = by(
		facts.messages.filter(({ idInLog }) => idInLog),
		({ publisher }) => publisher,
	);
	const found = new Map<MessageFact, MessageFact>();
	for (const [node, messages] of asked) {
		const lines = (told.get(node) ?? []).map(({ id, told_ns }) => ({
			id: BigInt(id),
			at: BigInt(told_ns),
		}));
		for (const [message, known] of identified(messages, lines))
			found.set(message, known);
	}
	return {
		...facts,
		messages: facts.messages.map((message) => found.get(message) ?? message),
	};
}

function by<T>(
	list: readonly T[],
	keyOf: (one: T) => string,
): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) {
		const group = groups.get(keyOf(one));
		if (group === undefined) groups.set(keyOf(one), [one]);
		else group.push(one);
	}
	return groups;
}

/**
 * Which line of a publisher's log tells of which of its messages. One that
 * could be told of by several lines, or shares its only one, stays without.
 *
 * @param messages of one publisher
 * @param lines of its log, in their order
 */
export function identified(
	messages: readonly MessageFact[],
	lines: readonly Published[],
): Map<MessageFact, MessageFact> {
	const left = messages
		.filter(({ sent }) => sent !== undefined)
		.sort((a, b) => Number((a.sent as bigint) - (b.sent as bigint)));
	const candidates = inOrder(left, lines) ?? inTime(left, lines);
	const owners = new Map<Published, number>();
	for (const line of candidates.flat())
		owners.set(line, (owners.get(line) ?? 0) + 1);
	return new Map(
		left.map((message, index) => {
			const lines = candidates[index] as readonly Published[];
			const [line] = lines;
			if (line !== undefined && lines.length === 1 && owners.get(line) === 1)
				return [message, { ...message, id: line.id }];
			// Nobody says that it was published at all.
			if (line === undefined && message.result !== "acknowledged")
				return [message, message];
			return [
				message,
				{
					...message,
					result: "unknown",
					unidentified: line === undefined ? reasons.untold : reasons.several,
				},
			];
		}),
	);
}

/**
 * Line by line, where each message was acknowledged and has one: those that
 * were under way at the same time may have changed places.
 */
function inOrder(
	messages: readonly MessageFact[],
	lines: readonly Published[],
): (readonly Published[])[] | undefined {
	if (messages.length !== lines.length) return undefined;
	if (messages.some(({ result }) => result !== "acknowledged"))
		return undefined;
	const candidates: (readonly Published[])[] = [];
	for (let from = 0; from < messages.length; ) {
		let until = from + 1;
		let answered = endOf(messages[from] as MessageFact);
		while (until < messages.length) {
			const next = messages[until] as MessageFact;
			if ((next.sent as bigint) > answered) break;
			const end = endOf(next);
			if (end > answered) answered = end;
			until += 1;
		}
		const together = lines.slice(from, until);
		for (const message of messages.slice(from, until)) {
			if (!together.some((line) => fits(message, line))) return undefined;
			candidates.push(together);
		}
		from = until;
	}
	return candidates;
}

/** By the clock alone, where lines are lost or answers never came. */
const inTime = (
	messages: readonly MessageFact[],
	lines: readonly Published[],
): (readonly Published[])[] =>
	messages.map((message) => lines.filter((line) => fits(message, line)));

const fits = (message: MessageFact, { at }: Published): boolean =>
	at >= (message.sent as bigint) - CLOCKS_NS &&
	// One that was never answered may have been published at any time.
	(message.answered === undefined || at <= message.answered + CLOCKS_NS);

const endOf = ({ sent, answered }: MessageFact): bigint =>
	answered ?? (sent as bigint);
