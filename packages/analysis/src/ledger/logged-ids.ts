import { type Protocol, partsOf } from "../protocol/index.ts";
import { type Database, tablesOf } from "../tables/index.ts";
import type { MessageFact, RunFacts } from "./facts.ts";

/** Maximum assumed offset between a node's clock and the runner's. */
const CLOCKS_NS = 1_000_000_000n;

/** A message in the log of its publisher. */
export interface Published {
	readonly id: bigint;
	readonly at: bigint;
}

export const reasons = {
	notLogged: "its id is not in the publisher's log",
	ambiguous: "the publisher's log does not show which message has which id",
} as const;

/** Fills in the ids that nodes chose themselves, where the publishers' logs identify them unambiguously. */
export async function withLoggedIds(
	database: Database,
	tables: string,
	facts: RunFacts,
	protocols: readonly Protocol[],
): Promise<RunFacts> {
	if (!facts.messages.some(({ idInLog }) => idInLog)) return facts;
	const there = await tablesOf(tables, facts.run);
	const parts = partsOf(protocols, ({ publishedIds = {} }) =>
		Object.entries(publishedIds),
	)
		.filter(([event]) => there.includes(event))
		.map(([, sql]) => sql);
	const rows =
		parts.length === 0
			? []
			: await database.rows<{ node: string; id: bigint; logged_ns: bigint }>(
					`SELECT node, id, min(logged_ns) AS logged_ns FROM (${parts.join(" UNION ALL ")})
					 GROUP BY node, id ORDER BY node, min(line)`,
				);
	const logged = by(rows, ({ node }) => node);
	const unresolved = by(
		facts.messages.filter(({ idInLog }) => idInLog),
		({ publisher }) => publisher,
	);
	const linesOf = (node: string): Published[] =>
		(logged.get(node) ?? []).map(({ id, logged_ns }) => ({
			id: BigInt(id),
			at: BigInt(logged_ns),
		}));
	const found = new Map<MessageFact, MessageFact>();
	const identify = (messages: readonly MessageFact[], lines: Published[]) => {
		for (const [message, known] of identified(messages, lines))
			found.set(message, known);
	};
	// Ids that only receivers log are those of the publishers that log none.
	const anonymous = linesOf("").sort((a, b) => Number(a.at - b.at));
	const silent: MessageFact[] = [];
	for (const [node, messages] of unresolved) {
		if (anonymous.length > 0 && !logged.has(node)) silent.push(...messages);
		else identify(messages, linesOf(node));
	}
	identify(silent, anonymous);
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
 * Assigns the lines of a publisher's log to its messages. A message that several
 * lines match, or whose only line matches another message too, gets none.
 *
 * @param messages of one publisher, or of all that log no id
 * @param lines of its log, in order, or all ids that receivers log
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
			// There is no evidence that it was published at all.
			if (line === undefined && message.result !== "acknowledged")
				return [message, message];
			return [
				message,
				{
					...message,
					result: "unknown",
					unidentified:
						line === undefined ? reasons.notLogged : reasons.ambiguous,
				},
			];
		}),
	);
}

/**
 * Assigns by order, if each message was acknowledged and there is one line per
 * message. Messages whose requests overlapped may be in any order, and are
 * candidates for each other's lines.
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

/** Assigns by time only, if lines or responses are missing. */
const inTime = (
	messages: readonly MessageFact[],
	lines: readonly Published[],
): (readonly Published[])[] =>
	messages.map((message) => lines.filter((line) => fits(message, line)));

const fits = (message: MessageFact, { at }: Published): boolean =>
	at >= (message.sent as bigint) - CLOCKS_NS &&
	// Without a response, it may have been published at any later time.
	(message.answered === undefined || at <= message.answered + CLOCKS_NS);

const endOf = ({ sent, answered }: MessageFact): bigint =>
	answered ?? (sent as bigint);
