import { type Database, tablesOf } from "../tables/index.ts";
import type { RunFacts } from "./facts.ts";

/** Messages that a node counted as received for the first time: planned or not, of any topic. */
export interface Counter {
	/** From `since` to the last scrape. */
	readonly count: number;
	/** Time of the last scrape before the first message, ns since 1970. @default the start of the node */
	readonly since?: bigint;
	/** Whether the node counted more than this: it restarted, or was not scraped after the last message. */
	readonly partial?: boolean;
}

/** Returns the messages that each scraped node counted from the first planned message on. */
export async function counted(
	database: Database,
	tables: string,
	{ run, messages }: Pick<RunFacts, "run" | "messages">,
): Promise<ReadonlyMap<string, Counter>> {
	if (!(await tablesOf(tables, run)).includes("samples")) return new Map();
	const times = messages
		.map(({ sent, intended }) => sent ?? intended)
		.sort((a, b) => Number(a - b));
	const first = times[0] ?? 0n;
	const last = times.at(-1) ?? 0n;
	const rows = await database.rows<{
		node: string;
		count: number;
		since_ns: number | bigint | null;
		partial: number;
	}>(`
		WITH steps AS (
			SELECT node, time, value,
				lag(value) OVER (PARTITION BY node, series ORDER BY time) AS earlier
			FROM samples
			WHERE query = 'received' AND NOT isnan(value)
		)
		SELECT node,
			sum(CASE WHEN time <= ${first} THEN 0 WHEN value >= earlier THEN value - earlier ELSE value END) AS count,
			max(CASE WHEN time <= ${first} THEN time END) AS since_ns,
			max(CASE WHEN time > ${first} AND value < earlier THEN 1 ELSE 0 END) = 1 OR max(time) < ${last} AS partial
		FROM steps
		GROUP BY node`);
	return new Map(
		rows.map(({ node, count, since_ns, partial }) => [
			node,
			{
				count,
				...(since_ns !== null && { since: BigInt(since_ns) }),
				partial: Boolean(partial),
			},
		]),
	);
}
