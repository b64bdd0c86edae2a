import { rm } from "node:fs/promises";
import {
	createViews,
	type Database,
	TableWriter,
	tableFolder,
	viewName,
} from "../tables/index.ts";
import type { Derived } from "./derived.ts";
import { kadLookups } from "./kad-lookup.ts";
import { offers } from "./service-offer.ts";
import { storeListings } from "./store-listing.ts";

/** Tables that the figures need and that no plain SQL gives. */
export const derivedTables: readonly Derived[] = [
	kadLookups,
	offers,
	storeListings,
];

/** Writes what follows from the tables of a run, beside them. */
export async function deriveTables(
	database: Database,
	folder: string,
	run: string,
): Promise<void> {
	const views = await createViews(database, folder, run);
	for (const { name, needs, columns, rows } of derivedTables) {
		if (!needs.every((table) => views.includes(viewName(table)))) continue;
		const to = tableFolder(folder, run, name);
		await rm(to, { recursive: true, force: true });
		const found = await rows(database);
		const writer = new TableWriter(database, to, columns);
		await writer.append(
			Object.fromEntries(
				Object.keys(columns).map((column) => [
					column,
					found.map((row) => row[column] ?? null),
				]),
			),
			found.length,
		);
		await writer.end();
	}
}
