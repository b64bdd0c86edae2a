import { type Protocol, partsOf } from "../protocol/index.ts";
import { type Database, tablesOf, viewName } from "../tables/index.ts";

/** Creates a view of all received messages that the protocols logged. @returns its name */
export async function receiptsOf(
	database: Database,
	tables: string,
	run: string,
	protocols: readonly Protocol[],
): Promise<string> {
	const there = await tablesOf(tables, run);
	const parts = partsOf(protocols, ({ receipts = {} }) =>
		Object.entries(receipts),
	)
		.filter(([event]) => there.includes(event))
		.map(([, sql]) => sql);
	await database.run(
		`CREATE OR REPLACE TEMP VIEW all_receipts AS ${parts.length === 0 ? NONE : parts.join(" UNION ALL ")}`,
	);
	return viewName("all_receipts");
}

/** Returns the coarsest resolution of the receipts that a run has, ns, as far as the protocols know it. */
export const resolutionOf = (
	rows: Readonly<Record<string, number>>,
	protocols: readonly Protocol[],
): number =>
	Math.max(
		0,
		...partsOf(protocols, ({ resolutions = {} }) =>
			Object.entries(resolutions).flatMap(([event, ns]) =>
				(rows[event] ?? 0) > 0 ? [ns] : [],
			),
		),
	);

/** Empty view, for runs without tables of received messages. */
const NONE =
	"SELECT '' AS pod, 0 AS id, 0 AS sent_ns, 0 AS received_ns WHERE false";
