import { exitCode, LabError } from "@lab/core";
import type { MetricQuery, MetricSource, Series } from "../sources/index.ts";
import type { Database } from "./database.ts";
import { TableWriter, tableFolder } from "./table-writer.ts";

/** Joins the labels that identify a series: `<pod>_<node>`. */
export const seriesName = (
	labels: Readonly<Record<string, string>>,
	names: readonly string[],
): string => names.map((name) => labels[name] ?? "").join("_");

/**
 * Runs all queries and writes one table of samples.
 *
 * @returns rows per query; 0 for a query without a result, which the caller must judge
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
	let buffer = new Samples();
	const write = async () => {
		await writer.append(buffer.data, buffer.count);
		buffer = new Samples();
	};
	for (const metricQuery of queries) {
		const { name, series } = metricQuery.query;
		rows[name] = 0;
		for await (const piece of source.range(metricQuery, signal)) {
			if (piece.times.length !== piece.values.length) {
				throw new LabError({
					code: "broken-series",
					what: `${name} has ${piece.times.length} times and ${piece.values.length} values`,
					where: source.name,
					help: "query the source again",
					exit: exitCode.unavailable,
				});
			}
			rows[name] += buffer.add(name, seriesName(piece.labels, series), piece);
			if (buffer.count >= BUFFER_ROWS) await write();
		}
	}
	await write();
	await writer.end();
	return rows;
}

/** Rows written at once, since each series has only a few points. */
const BUFFER_ROWS = 65_536;

class Samples {
	count = 0;
	readonly data = {
		query: [] as string[],
		series: [] as string[],
		node: [] as string[],
		time: [] as bigint[],
		value: [] as number[],
	};

	/** Adds the points that are numbers: a NaN means that there was no value. @returns their count */
	add(
		query: string,
		series: string,
		{ labels, times, values }: Series,
	): number {
		const before = this.count;
		const node = labels.pod ?? labels.instance ?? "";
		const { data } = this;
		for (let at = 0; at < times.length; at++) {
			if (Number.isNaN(values[at])) continue;
			this.count++;
			data.query.push(query);
			data.series.push(series);
			data.node.push(node);
			data.time.push(times[at] as bigint);
			data.value.push(values[at] as number);
		}
		return this.count - before;
	}
}
