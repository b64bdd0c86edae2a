import type { EventSchema, Field } from "../events/schema.ts";

export interface NumberColumn {
	readonly name: string;
	readonly field: Field;
	readonly kind: "int64";
	readonly values: BigInt64Array;
	/** 1 where there is a value; undefined when every row has one. */
	readonly valid: Uint8Array | undefined;
}

export interface FloatColumn {
	readonly name: string;
	readonly field: Field;
	readonly kind: "float64";
	readonly values: Float64Array;
	readonly valid: Uint8Array | undefined;
}

export interface TextColumn {
	readonly name: string;
	readonly field: Field;
	readonly kind: "text";
	/** null where the row has no value. */
	readonly values: (string | null)[];
}

export type Column = NumberColumn | FloatColumn | TextColumn;

/** Rows of one event, column by column; only the first `rows` entries of each column are filled. */
export interface Batch {
	readonly schema: EventSchema;
	rows: number;
	/** Nanoseconds since the epoch, UTC; 0 where `timed` is 0. */
	readonly time: BigInt64Array;
	readonly timed: Uint8Array;
	/** Index into `LogParser.streams`. */
	readonly stream: Int32Array;
	/** Line number in the stream, from 1; for a record of several lines, its first. */
	readonly line: Uint32Array;
	readonly columns: readonly Column[];
}

function createColumn(name: string, field: Field, capacity: number): Column {
	const valid = field.optional ? new Uint8Array(capacity) : undefined;
	switch (field.type) {
		case "int64":
		case "time":
		case "hash":
			return {
				name,
				field,
				kind: "int64",
				values: new BigInt64Array(capacity),
				valid,
			};
		case "float64":
			return {
				name,
				field,
				kind: "float64",
				values: new Float64Array(capacity),
				valid,
			};
		default:
			return { name, field, kind: "text", values: [] };
	}
}

export function createBatch(schema: EventSchema, capacity: number): Batch {
	return {
		schema,
		rows: 0,
		time: new BigInt64Array(capacity),
		timed: new Uint8Array(capacity),
		stream: new Int32Array(capacity),
		line: new Uint32Array(capacity),
		columns: Object.entries(schema.fields).map(([name, field]) =>
			createColumn(name, field, capacity),
		),
	};
}

export type Row = Record<string, string | number | bigint | null>;

/** Returns the rows as objects, for tests and samples; too slow for bulk data. */
export function toRows(batch: Batch): Row[] {
	return Array.from({ length: batch.rows }, (_unused, at) => ({
		time: batch.timed[at] === 1 ? (batch.time[at] ?? null) : null,
		stream: batch.stream[at] ?? null,
		line: batch.line[at] ?? null,
		...Object.fromEntries(
			batch.columns.map((column) => [column.name, valueAt(column, at)]),
		),
	}));
}

function valueAt(column: Column, at: number): string | number | bigint | null {
	if (column.kind !== "text" && column.valid?.[at] === 0) return null;
	return column.values[at] ?? null;
}
