import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
	BIGINT,
	DOUBLE,
	type DuckDBAppender,
	DuckDBDataChunk,
	INTEGER,
	VARCHAR,
} from "@duckdb/node-api";
import { type Database, literal } from "./database.ts";

export const columnTypes = {
	/** Ids, and times in ns: exact integers. */
	int64: BIGINT,
	int32: INTEGER,
	float64: DOUBLE,
	text: VARCHAR,
	/** A text out of a small set, written as its index in `names`. */
	name: INTEGER,
} as const;

export type ColumnType = keyof typeof columnTypes;
export type Columns = Readonly<Record<string, ColumnType>>;

/** Numbers with gaps: rows where `valid` is 0 have no value. */
export interface SparseNumbers {
	readonly values: BigInt64Array | Float64Array;
	readonly valid: Uint8Array;
}

/** Values of one column, one per row; null where a row has none. */
export type ColumnData =
	| ArrayLike<string | number | bigint | null>
	| SparseNumbers;

const VECTOR = 2048;
/** Rows per Parquet file: limits memory to a few tens of MB. */
const PART_ROWS = 1_000_000;

/**
 * Options of COPY for the files of a table. Version 2 of the format stores the
 * differences between ids and times: half the bytes, in less time.
 */
export const PARQUET = "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)";

/** Folder of a table's files, in the Hive layout that DuckDB, ClickHouse, Trino and Spark read. */
export const tableFolder = (root: string, run: string, table: string): string =>
	join(root, `run=${run}`, `event=${table}`);

type Vector = ReturnType<DuckDBDataChunk["getColumnVector"]>;

/** Internals of a DuckDB vector of numbers; the bits of `data` mark the rows that have a value. */
interface NumberVector {
	readonly items?: unknown;
	readonly validity: {
		data: BigUint64Array | null;
		setItemValid(index: number, valid: boolean): void;
	};
}

/**
 * Fills a vector. Numbers are copied in bulk if column and vector have the same
 * type, since the vector's own setter takes one boxed value at a time.
 */
function fill(
	vector: Vector,
	column: ColumnData,
	from: number,
	size: number,
): void {
	if ("valid" in column) {
		fill(vector, column.values, from, size);
		clear(vector as unknown as NumberVector, column.valid, from, size);
		return;
	}
	const { items } = vector as unknown as NumberVector;
	for (const kind of [BigInt64Array, Float64Array, Int32Array]) {
		if (column instanceof kind && items instanceof kind) {
			items.set(column.subarray(from, from + size) as never);
			return;
		}
	}
	for (let row = 0; row < size; row++) {
		vector.setItem(row, (column[from + row] ?? null) as never);
	}
}

/** Clears the validity bit of every row without a value. */
function clear(
	{ validity }: NumberVector,
	valid: Uint8Array,
	from: number,
	size: number,
): void {
	const first = valid.subarray(from, from + size).indexOf(0);
	if (first < 0) return;
	validity.setItemValid(first, false);
	const { buffer, byteOffset, byteLength } = validity.data as BigUint64Array;
	const bits = new Uint8Array(buffer, byteOffset, byteLength);
	for (let row = first; row < size; row++) {
		if (valid[from + row] === 0) {
			bits[row >> 3] = (bits[row >> 3] as number) & ~(1 << (row & 7));
		}
	}
}

/** Writes rows, column by column, to `run=<run>/event=<table>/part-<n>.parquet`. */
export class TableWriter {
	rows = 0;
	readonly #database: Database;
	readonly #folder: string;
	readonly #columns: Columns;
	readonly #name: string;
	readonly #names: readonly string[];
	#appender: DuckDBAppender | undefined;
	#open = 0;
	#parts = 0;

	/** @param names values of the columns of type `name`; the list may grow until `end` */
	constructor(
		database: Database,
		folder: string,
		columns: Columns,
		names: readonly string[] = [],
	) {
		this.#names = names;
		this.#database = database;
		this.#folder = folder;
		this.#columns = columns;
		this.#name = `writing_${folder.replace(/\W/g, "_")}`;
	}

	/** @param data one entry per column, each of at least `count` rows */
	async append(
		data: Readonly<Record<string, ColumnData>>,
		count: number,
	): Promise<void> {
		const types = Object.values(this.#columns).map((type) => columnTypes[type]);
		const columns = Object.keys(this.#columns).map(
			(name) => data[name] as ColumnData,
		);
		for (let from = 0; from < count; from += VECTOR) {
			this.#appender ??= await this.#begin();
			const size = Math.min(VECTOR, count - from);
			const chunk = DuckDBDataChunk.create(types, size);
			for (const [index, column] of columns.entries()) {
				const vector = chunk.getColumnVector(index);
				fill(vector, column, from, size);
				vector.flush();
			}
			this.#appender.appendDataChunk(chunk);
			this.rows += size;
			this.#open += size;
			if (this.#open >= PART_ROWS) await this.#finishPart();
		}
	}

	/** Writes the remaining rows; a table without rows still gets one file with its columns. */
	async end(): Promise<number> {
		if (this.#open > 0 || this.#parts === 0) {
			this.#appender ??= await this.#begin();
			await this.#finishPart();
		}
		return this.rows;
	}

	async #begin(): Promise<DuckDBAppender> {
		await mkdir(this.#folder, { recursive: true });
		const columns = Object.entries(this.#columns)
			.map(([name, type]) => `"${name}" ${columnTypes[type]}`)
			.join(", ");
		await this.#database.run(
			`CREATE OR REPLACE TEMP TABLE ${this.#name} (${columns})`,
		);
		return this.#database.connection.createAppender(this.#name);
	}

	#selected(): string {
		return Object.entries(this.#columns)
			.map(([name, type]) =>
				type === "name"
					? `(CAST([${this.#names.map(literal).join(", ")}] AS VARCHAR[]))["${name}" + 1] AS "${name}"`
					: `"${name}"`,
			)
			.join(", ");
	}

	async #finishPart(): Promise<void> {
		this.#appender?.closeSync();
		this.#appender = undefined;
		const path = join(
			this.#folder,
			`part-${String(this.#parts).padStart(5, "0")}.parquet`,
		);
		await this.#database.run(
			`COPY (SELECT ${this.#selected()} FROM ${this.#name}) TO ${literal(path)} ${PARQUET}`,
		);
		await this.#database.run(`DROP TABLE ${this.#name}`);
		this.#open = 0;
		this.#parts += 1;
	}
}
