import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Database, literal } from "../tables/index.ts";

/** Expected pairs that are judged at once: limits memory. */
const SLICE_PAIRS = 2_000_000;

/** Consecutive messages that are judged at once. */
export interface Slice {
	readonly from: number;
	/** Exclusive. */
	readonly until: number;
	/** File name of the slice's part of a table. */
	readonly file: string;
}

/** Splits the messages so that every slice has a limited number of expected pairs; at least one slice. */
export function slicesOf(nodes: number, messages: number): Slice[] {
	const size = Math.max(1, Math.floor(SLICE_PAIRS / Math.max(1, nodes)));
	return Array.from(
		{ length: Math.max(1, Math.ceil(messages / size)) },
		(_, part) => ({
			from: part * size,
			until: (part + 1) * size,
			file: `part-${String(part).padStart(5, "0")}.parquet`,
		}),
	);
}

const sql = (name: string): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/** Files that are deleted soon: writing them quickly counts more than their size. */
const SCRATCH =
	"FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1";

/**
 * Writes what arrived as one row per (message, node), one file per slice.
 *
 * Reads the views `receipts`, `nodes` and `messages`.
 *
 * @param fragmented whether some messages are logged in one line per fragment
 */
export async function writeArrived(
	database: Database,
	folder: string,
	slices: readonly Slice[],
	fragmented: boolean,
): Promise<void> {
	const lines = join(folder, "lines");
	await mkdir(join(folder, "arrived"), { recursive: true });
	await database.run(
		`CREATE OR REPLACE TEMP MACRO divisor_of(time_ns) AS (${sql("divisor")})`,
	);
	const linesOf = await splitLines(database, lines, slices);
	for (const [part, { file }] of slices.entries()) {
		await database.run(
			`CREATE OR REPLACE TEMP VIEW lines_of_slice AS ${linesOf(part)}`,
		);
		await database.run(
			`COPY (${sql(fragmented ? "arrived-fragments" : "arrived")})
			 TO ${literal(join(folder, "arrived", file))} (${SCRATCH})`,
		);
	}
	await database.run("DROP VIEW temp.lines_of_slice");
	await rm(lines, { recursive: true, force: true });
}

/** Returns a query for each slice's lines, after writing them to files if there are several slices. */
async function splitLines(
	database: Database,
	folder: string,
	slices: readonly Slice[],
): Promise<(part: number) => string> {
	const all = sql("receipts");
	const [first] = slices;
	if (first === undefined || slices.length === 1) return () => all;
	await mkdir(folder);
	await database.run(
		`COPY (SELECT *, CAST(floor(message / ${first.until}) AS INTEGER) AS slice FROM (${all}))
		 TO ${literal(folder)} (${SCRATCH}, PARTITION_BY (slice))`,
	);
	return (part) => {
		const files = join(folder, `slice=${part}`);
		return existsSync(files)
			? `SELECT * FROM read_parquet(${literal(join(files, "*.parquet"))}, hive_partitioning = false)`
			: `SELECT * FROM (${all}) WHERE false`;
	};
}
