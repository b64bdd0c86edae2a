import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../tables/index.ts";
import type { GapFact } from "./facts.ts";
import type { RecordedRun } from "./read-run.ts";

const sql = (name: string): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/**
 * Returns the intervals in which fewer lines of a node arrived than its sentinels
 * report, or may have: if a node restarts, the lines between the last sentinel
 * before and the first one after can be of either boot.
 */
export async function lostLines(
	database: Database,
): Promise<(GapFact & { lost: number })[]> {
	const rows = await database.rows<{
		node: string;
		start_ns: number | bigint;
		end_ns: number | bigint;
		lost: number;
		uncertain: boolean;
	}>(sql("log-gaps"));
	return rows.map(({ node, start_ns, end_ns, lost, uncertain }) => ({
		node,
		start: BigInt(start_ns),
		end: BigInt(end_ns),
		reason: uncertain ? "restart: lines may be lost" : "log gap",
		lost,
	}));
}

/** Intervals without a sentinel after which a node counts as silent: one may be late. */
const SILENT_INTERVALS = 3n;

/** What the sentinels of a run say about the ends of its logs. */
export interface Endings {
	/**
	 * Nodes whose sentinels are missing, from the start or before the run was
	 * collected: an unknown number of their lines is lost.
	 */
	readonly silent: readonly GapFact[];
	/** Time of the last sentinel of each node that is not silent. */
	readonly complete: ReadonlyMap<string, bigint>;
}

/** Returns how the logs end; a node that was down until the end is not silent. */
export async function endingsOf(
	database: Database,
	{
		facts,
		start,
		end,
		collected,
	}: Pick<RecordedRun, "facts" | "start" | "end" | "collected">,
): Promise<Endings> {
	const last = new Map(
		(
			await database.rows<{ node: string; last_ns: number | bigint }>(
				"SELECT stream AS node, max(time) AS last_ns FROM node_sentinel GROUP BY stream",
			)
		).map(({ node, last_ns }) => [node, BigInt(last_ns)]),
	);
	if (last.size === 0) return { silent: [], complete: last };
	const [beat] = await database.rows<{ interval_ns: number | null }>(
		sql("sentinel-interval"),
	);
	const interval = BigInt(Math.round(beat?.interval_ns ?? 0));
	const down = new Set(
		facts.gaps.filter((gap) => gap.end >= collected).map(({ node }) => node),
	);
	const silent: GapFact[] = [];
	const complete = new Map<string, bigint>();
	for (const { node } of facts.nodes) {
		const seen = last.get(node);
		if (down.has(node)) continue;
		const quiet =
			interval > 0n &&
			collected - (seen ?? start) > SILENT_INTERVALS * interval;
		if (seen === undefined || quiet) {
			silent.push({ node, start: seen ?? start, end, reason: "log gap" });
			continue;
		}
		complete.set(node, seen);
	}
	return { silent, complete };
}

/** Returns the nodes of which no line arrived, except those that were down during the whole run. */
export const nodesWithoutLog = (
	{
		facts,
		start,
		collected,
	}: Pick<RecordedRun, "facts" | "start" | "collected">,
	streams: ReadonlySet<string>,
): string[] =>
	facts.nodes
		.map(({ node }) => node)
		.filter((node) => !streams.has(node))
		.filter(
			(node) =>
				!facts.gaps.some(
					(gap) =>
						gap.node === node && gap.start <= start && gap.end >= collected,
				),
		);

/** Marks every delivery to a node as unobservable: nothing shows whether it received any. */
export const unlogged = (node: string): GapFact => ({
	node,
	start: 0n,
	end: 2n ** 63n - 1n,
	reason: "no line of the node's log",
});
