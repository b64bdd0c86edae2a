import type { MissedMessage, RunFigures } from "../run-figures.ts";
import { MAX_ROWS, type Section } from "./section.ts";

/** Missing deliveries, one row per message; the message that most nodes miss comes first. */
export const missingMessages = (runs: readonly RunFigures[]): Section => ({
	title: "Messages that nodes miss",
	note: `The ${MAX_ROWS} that most nodes miss; missing.csv lists every pair.`,
	columns: ["run", "message", "published by", "after", "missing at"],
	rows: runs.flatMap((run) =>
		grouped(run.missingByMessage).map(({ first, nodes }) => [
			run.label,
			String(first.id),
			first.publisher || "unknown",
			since(run, first.published_ns),
			missingAt(first, nodes),
		]),
	),
});

function grouped(rows: readonly MissedMessage[]) {
	const messages = new Map<
		number,
		{ readonly first: MissedMessage; readonly nodes: string[] }
	>();
	for (const row of rows) {
		const message = messages.get(row.place) ?? { first: row, nodes: [] };
		message.nodes.push(row.node);
		messages.set(row.place, message);
	}
	return [...messages.values()].slice(0, MAX_ROWS);
}

/** `reached nobody (19 nodes)`, or the nodes that miss it. */
function missingAt(
	{ missing, expected, unobservable }: MissedMessage,
	nodes: readonly string[],
): string {
	if (missing === expected) return `reached nobody (${expected} nodes)`;
	const others = missing - nodes.length;
	const unsure =
		unobservable > 0 ? `; ${unobservable} nodes are unobservable` : "";
	return `${missing} of ${expected}: ${nodes.join(", ")}${others > 0 ? ` and ${others} more` : ""}${unsure}`;
}

const since = (
	{ about: { started } }: RunFigures,
	ns: number | bigint,
): string =>
	started === undefined
		? ""
		: `${(Number(BigInt(ns) - started) / 1e9).toFixed(1)} s`;

export const missingNodes = (runs: readonly RunFigures[]): Section => ({
	title: "Nodes that miss messages",
	note: `The ${MAX_ROWS} that miss most.`,
	columns: ["run", "node", "machine", "missing", "of", "unobservable"],
	rows: runs.flatMap(({ label, missingByNode }) =>
		missingByNode
			.slice(0, MAX_ROWS)
			.map(({ node, host, expected, missing, unobservable }) => [
				label,
				node,
				host || "unknown",
				missing === expected ? `all ${missing}` : missing,
				expected,
				unobservable,
			]),
	),
});
