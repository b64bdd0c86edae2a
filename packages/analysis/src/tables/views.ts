import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { type Database, literal } from "./database.ts";

/** Returns the names of a run's tables. */
export async function tablesOf(folder: string, run: string): Promise<string[]> {
	const entries = await readdir(join(folder, `run=${run}`)).catch(() => []);
	return entries
		.filter((name) => name.startsWith("event="))
		.map((name) => name.slice("event=".length))
		.sort();
}

/** Returns the runs that have tables in a folder. */
export async function runsOf(folder: string): Promise<string[]> {
	const entries = await readdir(folder).catch(() => []);
	return entries
		.filter((name) => name.startsWith("run="))
		.map((name) => name.slice("run=".length))
		.sort();
}

/** Part of a run, ns since 1970; the end is exclusive. */
export interface Part {
	readonly start: bigint;
	readonly end: bigint;
}

/** SQL condition that selects a part's rows, by table; deliveries count by their time of publishing. */
const withinPart: Readonly<Record<string, (part: Part) => string>> = {
	ledger: ({ start, end }) =>
		`WHERE published_ns >= ${start} AND published_ns < ${end}`,
	samples: ({ start, end }) => `WHERE time >= ${start} AND time < ${end}`,
	gaps: ({ start, end }) => `WHERE start_ns < ${end} AND end_ns > ${start}`,
};

/**
 * Creates a view of each table of a run: `libp2p_received` for `libp2p.received`.
 *
 * @param part limits the views to its deliveries, samples and gaps
 * @throws LabError `no-tables`
 */
export async function createViews(
	database: Database,
	folder: string,
	run: string,
	part?: Part,
): Promise<string[]> {
	const tables = await tablesOf(folder, run);
	if (tables.length === 0) {
		throw new LabError({
			code: "no-tables",
			what: `${folder} has no tables of run ${run}`,
			where: join(folder, `run=${run}`),
			help: "create them with 'pnpm analyze tables <run>'",
			exit: exitCode.wrongInput,
		});
	}
	for (const table of tables)
		await createView(
			database,
			{ folder, run, table },
			part && withinPart[table]?.(part),
		);
	return tables.map(viewName);
}

interface TablePlace {
	readonly folder: string;
	readonly run: string;
	readonly table: string;
}

async function createView(
	database: Database,
	{ folder, run, table }: TablePlace,
	condition = "",
): Promise<void> {
	const files = join(folder, `run=${run}`, `event=${table}`, "*.parquet");
	await database.run(
		`CREATE OR REPLACE VIEW "${viewName(table)}" AS SELECT * FROM read_parquet(${literal(files)}, hive_partitioning = false) ${condition}`,
	);
}

/** Limits the views of events to those of a part while `work` runs. */
export async function withEventsOf<T>(
	database: Database,
	{
		folder,
		run,
		tables,
		part: { start, end },
	}: {
		readonly folder: string;
		readonly run: string;
		readonly tables: readonly string[];
		readonly part: Part;
	},
	work: () => Promise<T>,
): Promise<T> {
	const there = (await tablesOf(folder, run)).filter((table) =>
		tables.includes(table),
	);
	for (const table of there)
		await createView(
			database,
			{ folder, run, table },
			`WHERE time >= ${start} AND time < ${end}`,
		);
	try {
		return await work();
	} finally {
		for (const table of there)
			await createView(database, { folder, run, table });
	}
}

export const viewName = (table: string): string => table.replace(/\W/g, "_");
