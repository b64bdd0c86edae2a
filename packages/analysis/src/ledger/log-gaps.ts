import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../tables/index.ts";
import type { GapFact } from "./facts.ts";
import type { RunFolder } from "./read-run.ts";

const sql = (name: string): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/** Times of nodes in which fewer lines arrived than their sentinels tell of. */
export async function lostLines(
	database: Database,
): Promise<(GapFact & { lost: number })[]> {
	const rows = await database.rows<{
		node: string;
		start_ns: number | bigint;
		end_ns: number | bigint;
		lost: number;
	}>(sql("log-gaps"));
	return rows.map(({ node, start_ns, end_ns, lost }) => ({
		node,
		start: BigInt(start_ns),
		end: BigInt(end_ns),
		reason: "log gap" as const,
		lost,
	}));
}

/** So many intervals without a sentinel are a silence: one may be late. */
const PATIENCE = 3n;

/**
 * Nodes whose sentinels stay away: from the start, or before the run was
 * collected. Nobody can say how many lines that were. A node that was down to
 * the end is not silent.
 */
export async function silences(
	database: Database,
	{
		facts,
		start,
		end,
		collected,
	}: Pick<RunFolder, "facts" | "start" | "end" | "collected">,
): Promise<GapFact[]> {
	const last = new Map(
		(
			await database.rows<{ node: string; last_ns: number | bigint }>(
				"SELECT stream AS node, max(time) AS last_ns FROM node_sentinel GROUP BY stream",
			)
		).map(({ node, last_ns }) => [node, BigInt(last_ns)]),
	);
	if (last.size === 0) return [];
	const [beat] = await database.rows<{ interval_ns: number | null }>(
		sql("sentinel-interval"),
	);
	const interval = BigInt(Math.round(beat?.interval_ns ?? 0));
	const down = new Set(
		facts.gaps.filter((gap) => gap.end >= collected).map(({ node }) => node),
	);
	return facts.nodes.flatMap(({ node }): GapFact[] => {
		const seen = last.get(node) ?? start;
		const quiet = interval > 0n && collected - seen > PATIENCE * interval;
		return down.has(node) || (last.has(node) && !quiet)
			? []
			: [{ node, start: seen, end, reason: "log gap" }];
	});
}
