import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { runQueries } from "@lab/signals";
import { type Database, literal } from "../tables/index.ts";

const QUOTED = /[",\n]/;
const field = (value: unknown): string => {
	const text = value === null || value === undefined ? "" : String(value);
	return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Folder of a query's CSVs: `gossipsub/ihave-recv`. */
const folderOf = (name: string): string =>
	join(runQueries.find((one) => one.name === name)?.folder ?? "", name);

/** Formats a time as pandas does: `2026-08-05 01:15:19`, with a fraction only if it is not zero. */
function pandasTime(ns: number | bigint): string {
	const date = new Date(Number(BigInt(ns) / 1_000_000n));
	const text = date.toISOString().replace("T", " ").slice(0, -1);
	return text.endsWith(".000") ? text.slice(0, -4) : `${text}000`;
}

/** Sorts `pod-2` before `pod-10`. */
const byOrdinal = new Intl.Collator("en", { numeric: true });

/**
 * Writes the samples of a run as CSVs in 10ksim's layout: a file per metric, a row
 * per time, a column per series.
 *
 * @returns paths of the files
 */
export async function writeMetricCsvs(
	database: Database,
	folder: string,
	run: string,
): Promise<string[]> {
	const queries = await database.rows<{ query: string }>(
		"SELECT DISTINCT query FROM samples ORDER BY query",
	);
	const paths: string[] = [];
	for (const { query } of queries) {
		const path = join(folder, folderOf(query), run);
		await mkdir(dirname(path), { recursive: true });
		const cells = await database.rows<{
			series: string;
			time: number | bigint;
			value: number;
		}>(
			`SELECT series, time, value FROM samples WHERE query = ${literal(query)} ORDER BY time`,
		);
		const names = [...new Set(cells.map(({ series }) => series))].sort(
			byOrdinal.compare,
		);
		const column = new Map(names.map((name, index) => [name, index]));
		function* text() {
			yield `Time,${names.map(field).join(",")}\n`;
			let time: number | bigint | undefined;
			let line: unknown[] = [];
			for (const cell of cells) {
				if (cell.time !== time) {
					if (time !== undefined)
						yield `${pandasTime(time)},${line.map(field).join(",")}\n`;
					time = cell.time;
					line = new Array(names.length).fill(null);
				}
				line[column.get(cell.series) as number] = cell.value;
			}
			if (time !== undefined)
				yield `${pandasTime(time)},${line.map(field).join(",")}\n`;
		}
		await pipeline(Readable.from(text()), createWriteStream(path));
		paths.push(path);
	}
	return paths;
}

/** Writes the result of a query, of any size, as CSV. */
export async function writeCsv(
	database: Database,
	path: string,
	sql: string,
): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await database.run(`COPY (${sql}) TO ${literal(path)} (FORMAT csv, HEADER)`);
}
