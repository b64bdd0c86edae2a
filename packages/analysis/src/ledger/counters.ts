import { type Database, tablesOf } from "../tables/index.ts";

/** Messages that each node counted as received for the first time, at its last scrape. */
export async function counted(
	database: Database,
	tables: string,
	run: string,
): Promise<ReadonlyMap<string, number>> {
	if (!(await tablesOf(tables, run)).includes("samples")) return new Map();
	const rows = await database.rows<{ node: string; count: number }>(`
		SELECT node, max(value) AS count FROM samples WHERE query = 'received' GROUP BY node`);
	return new Map(rows.map(({ node, count }) => [node, count]));
}
