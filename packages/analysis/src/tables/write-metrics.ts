import { exitCode, LabError } from "@lab/core";
import type { MetricQuery, MetricSource, Series } from "../sources/index.ts";
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
	let held = new Samples();
	const write = async () => {
		await writer.append(held.data, held.count);
		held = new Samples();
	};
	for (const asked of queries) {
		const { name, series } = asked.query;
		rows[name] = 0;
		for await (const piece of source.range(asked, signal)) {
			if (piece.times.length !== piece.values.length) {
				throw new LabError({
					code: "broken-series",
					what: `${name} has ${piece.times.length} times and ${piece.values.length} values`,
					where: source.name,
					help: "ask the source again",
					exit: exitCode.letDown,
				});
			}
			held.add(name, seriesName(piece.labels, series), piece);
			rows[name] += piece.times.length;
			if (held.count >= HELD_ROWS) await write();
		}
	}
	await write();
	await writer.end();
	return rows;
}

/** Series have few points each: so many rows are written at once. */
const HELD_ROWS = 65_536;

class Samples {
	count = 0;
	readonly data = {
		query: [] as string[],
		series: [] as string[],
		node: [] as string[],
		time: [] as bigint[],
		value: [] as number[],
	};

	add(query: string, series: string, { labels, times, values }: Series): void {
		const node = labels.pod ?? labels.instance ?? "";
		const { data } = this;
		for (let at = 0; at < times.length; at++) {
			data.query.push(query);
			data.series.push(series);
			data.node.push(node);
			data.time.push(times[at] as bigint);
			data.value.push(values[at] as number);
		}
		this.count += times.length;
	}
}
