import type { EventSchema } from "../events/schema.ts";
import type { Batch } from "../parser/batch.ts";
import { LogParser } from "../parser/parser.ts";
import type { Stream } from "../parser/stream.ts";
import type { Tally } from "../parser/tally.ts";
import {
	type LogBatch,
	type LogBytes,
	type LogQuery,
	type LogSource,
	type ReadOptions,
	readLogs,
} from "../sources/index.ts";
import type { Database } from "./database.ts";
import {
	type ColumnData,
	type Columns,
	TableWriter,
	tableFolder,
} from "./table-writer.ts";

export interface EventTables {
	readonly tally: Tally;
	/** Machine of each stream, if the source names it. */
	readonly hosts: ReadonlyMap<string, string>;
	/** Streams that have at least one line. */
	readonly streams: ReadonlySet<string>;
	/** Rows by event. */
	readonly rows: Readonly<Record<string, number>>;
}

export interface WriteEvents {
	/** Folder of the tables of all runs. */
	readonly folder: string;
	readonly run: string;
	readonly schemas: readonly EventSchema[];
	/** Whether to write records without a schema to the table `log`. @default false */
	readonly keepLog?: boolean;
	readonly options?: ReadOptions;
}

/** Reads the lines of a query and writes one table per event, in bounded memory. */
export async function writeEvents(
	database: Database,
	source: LogSource,
	query: LogQuery,
	{ folder, run, schemas, keepLog = false, options = {} }: WriteEvents,
): Promise<EventTables> {
	const parser = new LogParser({
		schemas,
		keepLog,
		nameOf: ({ pod = "", container = "" }) => pod || container,
	});
	const writtenBefore = Number(query.end) / 1e9;
	const streams = new Map<string, Stream>();
	const hosts = new Map<string, string>();
	/** Index of the container that each stream is at. */
	const containers = new Map<string, number>();
	const writers = new Map<string, TableWriter>();
	const write = async (batches: readonly Batch[]) => {
		for (const batch of batches) {
			const { name } = batch.schema;
			const writer =
				writers.get(name) ??
				new TableWriter(
					database,
					tableFolder(folder, run, name),
					columnsOf(batch.schema),
					parser.streams,
				);
			writers.set(name, writer);
			await writer.append(dataOf(batch), batch.rows);
		}
	};
	for (const schema of schemas) {
		// Create empty tables too: a missing table means that the event was not looked for.
		writers.set(
			schema.name,
			new TableWriter(
				database,
				tableFolder(folder, run, schema.name),
				columnsOf(schema),
				parser.streams,
			),
		);
	}
	for await (const { batches, bytes } of readLogs(source, query, options)) {
		for await (const batch of bytes ?? batches) {
			options.signal?.throwIfAborted();
			if (("bytes" in batch ? batch.bytes : batch.lines).length === 0) continue;
			const name = batch.stream.pod;
			const stream =
				streams.get(name) ?? parser.stream(name, { writtenBefore });
			streams.set(name, stream);
			const { restarts = 0 } = batch.stream;
			if (restarts > (containers.get(name) ?? 0)) stream.restart();
			containers.set(name, restarts);
			if (batch.stream.host) hosts.set(name, batch.stream.host);
			feed(stream, batch);
			await write(parser.take());
		}
	}
	for (const stream of streams.values()) stream.end();
	await write(parser.end());
	const rows: Record<string, number> = {};
	for (const [name, writer] of writers) rows[name] = await writer.end();
	return { tally: parser.tally, hosts, streams: new Set(streams.keys()), rows };
}

function feed(stream: Stream, batch: LogBatch | LogBytes): void {
	if ("bytes" in batch) stream.write(batch.bytes);
	// Ignore the collector's times, so that every source gives the same rows: files have none.
	else {
		const { lines, cut } = inLines(batch);
		stream.writeLines(lines, undefined, cut);
	}
}

/** Separates the lines that a collector joined, such as a record and its stack trace. */
function inLines({
	lines,
	cut = [],
}: LogBatch): Pick<LogBatch, "lines" | "cut"> {
	if (!lines.some((line) => line.includes("\n"))) return { lines, cut };
	const apart = lines.map((line) => line.split("\n"));
	const last: number[] = [];
	for (const parts of apart) last.push((last.at(-1) ?? -1) + parts.length);
	return {
		lines: apart.flat(),
		// Of a line that was cut, only the last part is incomplete.
		cut: cut.map((index) => last[index] as number),
	};
}

function columnsOf({ fields }: EventSchema): Columns {
	return {
		time: "int64",
		stream: "name",
		line: "int32",
		...Object.fromEntries(
			Object.entries(fields).map(([name, { type }]) => [
				name,
				type === "int64" || type === "time" || type === "hash"
					? ("int64" as const)
					: type === "float64"
						? ("float64" as const)
						: ("text" as const),
			]),
		),
	};
}

function dataOf(batch: Batch): Record<string, ColumnData> {
	const { rows } = batch;
	const data: Record<string, ColumnData> = {
		time: withNulls(batch.time, batch.timed, rows),
		stream: batch.stream,
		line: new Int32Array(batch.line.buffer, 0, batch.line.length),
	};
	for (const column of batch.columns) {
		data[column.name] =
			column.kind === "text"
				? column.values
				: withNulls(column.values, column.valid, rows);
	}
	return data;
}

/** Returns the plain values if every row has one. */
function withNulls(
	values: BigInt64Array | Float64Array,
	valid: Uint8Array | undefined,
	rows: number,
): ColumnData {
	const first = valid?.indexOf(0) ?? -1;
	return valid === undefined || first < 0 || first >= rows
		? values
		: { values, valid };
}
