import { readFile } from "node:fs/promises";
import { exitCode, LabError } from "@lab/core";
import { type Database, TableWriter, tableFolder } from "../tables/index.ts";
import { csvRows } from "./_documents.ts";
import type { MetricFile } from "./find-runs.ts";
import { timeOf } from "./time.ts";

/**
 * Imports CSVs of metrics, one row per time and one column per series.
 *
 * @returns the number of samples by query
 * @throws LabError `bad-ten-ksim-csv`
 */
export async function importMetrics(
	database: Database,
	tables: string,
	run: string,
	files: readonly MetricFile[],
	notes: string[],
): Promise<Record<string, number>> {
	const samples: Record<string, number> = {};
	const writer = new TableWriter(
		database,
		tableFolder(tables, run, "samples"),
		{
			query: "text",
			series: "text",
			node: "text",
			time: "int64",
			value: "float64",
		},
	);
	for (const { query, path } of files) {
		const [head, ...rows] = csvRows(await readFile(path, "utf8"));
		if (head?.[0] !== "Time") {
			notes.push(
				`${query} is not imported: the first column of ${path} is not 'Time'`,
			);
			continue;
		}
		const cells = rows.flatMap((row, index) => {
			const time = timeOf(row[0] ?? "");
			if (time === undefined || row.length !== head.length) {
				throw new LabError({
					code: "bad-ten-ksim-csv",
					what:
						time === undefined
							? `'${row[0]}' is not a time`
							: `the row has ${row.length} columns, the header ${head.length}`,
					where: `${path}:${index + 2}`,
					help: "copy the file again from where 10ksim wrote it",
					exit: exitCode.wrongInput,
				});
			}
			return head.slice(1).flatMap((series, at) => {
				const text = row[at + 1] ?? "";
				const value = Number(text);
				return text === "" || Number.isNaN(value)
					? []
					: [{ series, time, value }];
			});
		});
		await writer.append(
			{
				query: cells.map(() => query),
				series: cells.map(({ series }) => series),
				node: cells.map(({ series }) => series),
				time: cells.map(({ time }) => time),
				value: cells.map(({ value }) => value),
			},
			cells.length,
		);
		samples[query] = (samples[query] ?? 0) + cells.length;
	}
	if (writer.rows > 0) await writer.end();
	return samples;
}
