import { rm } from "node:fs/promises";
import { type Protocol, partsOf } from "../protocol/index.ts";
import type { Database } from "./database.ts";
import { TableWriter, tableFolder } from "./table-writer.ts";
import { createViews, viewName } from "./views.ts";

/** Writes the tables that protocols derive from the tables of a run, into the same folder. */
export async function deriveTables(
	database: Database,
	folder: string,
	run: string,
	protocols: readonly Protocol[],
): Promise<void> {
	const views = await createViews(database, folder, run);
	for (const { name, needs, columns, rows } of partsOf(
		protocols,
		({ tables }) => tables,
	)) {
		if (!needs.every((table) => views.includes(viewName(table)))) continue;
		const to = tableFolder(folder, run, name);
		await rm(to, { recursive: true, force: true });
		const derived = await rows(database);
		const writer = new TableWriter(database, to, columns);
		await writer.append(
			Object.fromEntries(
				Object.keys(columns).map((column) => [
					column,
					derived.map((row) => row[column] ?? null),
				]),
			),
			derived.length,
		);
		await writer.end();
	}
}
