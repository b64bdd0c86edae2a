import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, literal } from "../tables/index.ts";
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

/** Returns the nodes of which more lines arrived than they wrote, according to their sentinels: a log is there twice, or has lines of another. */
export const surplusLines = (
	database: Database,
): Promise<{ node: string; lines: number }[]> =>
	database.rows(sql("log-surplus"));

/** Intervals without a sentinel after which a node counts as silent: one may be late. */
const SILENT_INTERVALS = 3n;

/** What the sentinels of a run say about the ends of its logs. */
export interface Endings {
	/** Intervals after the last sentinel of a node, in which lines may be lost that no count covers. */
	readonly gaps: readonly GapFact[];
	/** Nodes with missing sentinels, from the start, before the run was collected, or the last one. */
	readonly silent: readonly string[];
	/** Time of the last sentinel of each node that is not silent. */
	readonly complete: ReadonlyMap<string, bigint>;
}

/**
 * Returns how the logs end: a log is complete if it has the sentinel that the
 * runner asked for when the run ended. A node that was down until the end is not
 * silent, but the lines between its last sentinel and its end are in no count.
 */
export async function endingsOf(
	database: Database,
	{
		facts,
		start,
		end,
		collected,
		sentinels,
	}: Pick<RecordedRun, "facts" | "start" | "end" | "collected" | "sentinels">,
): Promise<Endings> {
	const asked = [...sentinels].map(
		([node, { boot, lines }]) =>
			`(${literal(node)}, ${literal(boot)}, ${lines})`,
	);
	const last = new Map(
		(
			await database.rows<{
				node: string;
				last_ns: number | bigint;
				ended: boolean;
			}>(
				`SELECT stream AS node, max(time) AS last_ns,
					bool_or((stream, boot, lines) IN (${["('', '', -1)", ...asked].join(", ")})) AS ended
				FROM node_sentinel GROUP BY stream`,
			)
		).map(({ node, last_ns, ended }) => [node, { at: BigInt(last_ns), ended }]),
	);
	const gaps: GapFact[] = [];
	const silent: string[] = [];
	const complete = new Map<string, bigint>();
	if (last.size + sentinels.size === 0) return { gaps, silent, complete };
	const [beat] = await database.rows<{ interval_ns: number | null }>(
		sql("sentinel-interval"),
	);
	const interval = BigInt(Math.round(beat?.interval_ns ?? 0));
	const down = new Set(
		facts.gaps.filter((gap) => gap.end >= collected).map(({ node }) => node),
	);
	for (const { node } of facts.nodes) {
		const { at, ended } = last.get(node) ?? { ended: false };
		const quiet =
			interval > 0n && collected - (at ?? start) > SILENT_INTERVALS * interval;
		const lost = at === undefined || quiet || sentinels.has(node);
		if (!ended)
			gaps.push({
				node,
				start: at ?? start,
				end,
				reason: lost && !down.has(node) ? "log gap" : TAIL,
			});
		if (ended || !lost) complete.set(node, at as bigint);
		else if (!down.has(node)) silent.push(node);
	}
	return { gaps, silent, complete };
}

/** Why the last lines of a node whose log may be whole are in doubt. */
const TAIL = "the end of the log: no sentinel is after it";

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

/** Marks the nodes of which the log store lacks lines, according to the runner that shipped them. */
export const notStored = ({ course }: Pick<RecordedRun, "course">): GapFact[] =>
	(course.shipped?.differing ?? [])
		.filter(({ lines, stored }) => stored < lines)
		.map(({ node }) => ({
			...always(node),
			reason: "the log store lacks lines of the node",
		}));

const always = (node: string) => ({ node, start: 0n, end: 2n ** 63n - 1n });

/** Marks every delivery to a node as unobservable: nothing shows whether it received any. */
export const unlogged = (node: string): GapFact => ({
	...always(node),
	reason: "no line of the node's log",
});
