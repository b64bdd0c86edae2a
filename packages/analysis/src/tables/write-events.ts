import type { EventSchema } from "../events/schema.ts";
import type { Batch } from "../formats/batch.ts";
import { LogParser } from "../formats/parser.ts";
import type { Stream } from "../formats/stream.ts";
import type { Tally } from "../formats/tally.ts";
import {
	type LogBatch,
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
				);
			writers.set(name, writer);
			await writer.append(dataOf(batch, parser.streams), batch.rows);
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
			),
		);
	}
	for await (const { batches } of readLogs(source, query, options)) {
		for await (const batch of batches) {
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

function feed(stream: Stream, { lines, times }: LogBatch): void {
	if (times === undefined) {
		stream.write(Buffer.from(`${lines.join("\n")}\n`, "utf8"));
		return;
	}
	// A record that a collector kept whole may have newlines of its own.
	for (const line of lines) stream.writeLine(line);
}

function columnsOf({ fields }: EventSchema): Columns {
	return {
		time: "int64",
		stream: "text",
		line: "int64",
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

function dataOf(
	batch: Batch,
	streams: readonly string[],
): Record<string, ColumnData> {
	const { rows } = batch;
	const time = new Array<bigint | null>(rows);
	const stream = new Array<string>(rows);
	const line = new Array<bigint>(rows);
	for (let at = 0; at < rows; at++) {
		time[at] = batch.timed[at] === 1 ? (batch.time[at] as bigint) : null;
		stream[at] = streams[batch.stream[at] as number] as string;
		line[at] = BigInt(batch.line[at] as number);
	}
	const data: Record<string, ColumnData> = { time, stream, line };
	for (const column of batch.columns) {
		data[column.name] =
			column.kind === "text" || column.valid === undefined
				? column.values
				: Array.from({ length: rows }, (_, at) =>
						column.valid?.[at] === 0
							? null
							: (column.values[at] as bigint | number),
					);
	}
	return data;
}
