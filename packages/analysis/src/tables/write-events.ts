import type { EventSchema } from "../events/schema.ts";
import type { Batch } from "../formats/batch.ts";
import { LogParser } from "../formats/parser.ts";
import type { Stream } from "../formats/stream.ts";
import type { Tally } from "../formats/tally.ts";
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
	/** Machine of each stream, where the source says it. */
	readonly hosts: ReadonlyMap<string, string>;
	/** Rows by event. */
	readonly rows: Readonly<Record<string, number>>;
}

export interface WriteEvents {
	/** Folder of the tables of all runs. */
	readonly folder: string;
	readonly run: string;
	readonly schemas: readonly EventSchema[];
	/** Records without a schema as table `log` as well? */
	readonly keepLog?: boolean;
	readonly options?: ReadOptions;
}

/** Reads a query's lines and writes one table per event, in bounded memory. */
export async function writeEvents(
	database: Database,
	source: LogSource,
	query: LogQuery,
	{ folder, run, schemas, keepLog = false, options = {} }: WriteEvents,
): Promise<EventTables> {
	const parser = new LogParser({ schemas, keepLog });
	const streams = new Map<string, Stream>();
	const hosts = new Map<string, string>();
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
		// A table without rows is there too: its absence means "not looked for".
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
			const name = batch.stream.pod;
			const stream = streams.get(name) ?? parser.stream(name);
			streams.set(name, stream);
			if (batch.stream.host) hosts.set(name, batch.stream.host);
			feed(stream, batch);
			await write(parser.take());
		}
	}
	for (const stream of streams.values()) stream.end();
	await write(parser.end());
	const rows: Record<string, number> = {};
	for (const [name, writer] of writers) rows[name] = await writer.end();
	return { tally: parser.tally, hosts, rows };
}

function feed(stream: Stream, batch: LogBatch | LogBytes): void {
	if ("bytes" in batch) stream.write(batch.bytes);
	// A line that says no time has none, also where a collector saw it: files do not know that.
	else stream.writeLines(batch.lines);
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
		time: known(batch.time, batch.timed, rows),
		stream: batch.stream,
		line: new Int32Array(batch.line.buffer, 0, batch.line.length),
	};
	for (const column of batch.columns) {
		data[column.name] =
			column.kind === "text"
				? column.values
				: known(column.values, column.valid, rows);
	}
	return data;
}

/** The values themselves where every row has one. */
function known(
	values: BigInt64Array | Float64Array,
	valid: Uint8Array | undefined,
	rows: number,
): ColumnData {
	const first = valid?.indexOf(0) ?? -1;
	return valid === undefined || first < 0 || first >= rows
		? values
		: { values, valid };
}
