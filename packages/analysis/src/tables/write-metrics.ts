import { exitCode, LabError } from "@lab/core";
import type { MetricQuery, MetricSource } from "../sources/index.ts";
import type { Database } from "./database.ts";
import { TableWriter, tableFolder } from "./table-writer.ts";

/** `pod-node` and the like: labels that name a series, in one text. */
export const seriesName = (
	labels: Readonly<Record<string, string>>,
	names: readonly string[],
): string => names.map((name) => labels[name] ?? "").join("_");

/**
 * Asks all queries and writes one table of samples.
 *
 * @returns rows per query; 0 where a query has no answer, which the caller judges
 */
export async function writeMetrics(
	database: Database,
	source: MetricSource,
	queries: readonly MetricQuery[],
	{
		folder,
		run,
		signal,
	}: { folder: string; run: string; signal?: AbortSignal },
): Promise<Record<string, number>> {
	const writer = new TableWriter(
		database,
		tableFolder(folder, run, "samples"),
		{
			query: "text",
			series: "text",
			node: "text",
			time: "int64",
			value: "float64",
		},
	);
	const rows: Record<string, number> = {};
	for (const asked of queries) {
		const { name, series } = asked.query;
		rows[name] = 0;
		for await (const { labels, times, values } of source.range(asked, signal)) {
			if (times.length !== values.length) {
				throw new LabError({
					code: "broken-series",
					what: `${name} has ${times.length} times and ${values.length} values`,
					where: source.name,
					help: "ask the source again",
					exit: exitCode.letDown,
				});
			}
			const count = times.length;
			await writer.append(
				{
					query: new Array<string>(count).fill(name),
					series: new Array<string>(count).fill(seriesName(labels, series)),
					node: new Array<string>(count).fill(
						labels.pod ?? labels.instance ?? "",
					),
					time: times,
					value: values,
				},
				count,
			);
			rows[name] += count;
		}
	}
	await writer.end();
	return rows;
}
