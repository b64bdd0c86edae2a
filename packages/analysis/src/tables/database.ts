import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	type DuckDBConnection,
	DuckDBInstance,
	type DuckDBValue,
} from "@duckdb/node-api";

export interface DatabaseLimits {
	/** Memory of DuckDB alone; it spills the rest to disk. */
	readonly memoryMb: number;
	readonly threads?: number;
}

export type Cell = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** DuckDB over Parquet files; it stores no data of its own. */
export class Database {
	readonly connection: DuckDBConnection;
	readonly #instance: DuckDBInstance;

	private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
		this.#instance = instance;
		this.connection = connection;
	}

	static async open(
		limits: DatabaseLimits = { memoryMb: 600 },
	): Promise<Database> {
		const instance = await DuckDBInstance.create(":memory:", {
			memory_limit: `${limits.memoryMb}MB`,
			temp_directory: join(tmpdir(), `vaclab-duckdb-${process.pid}`),
			preserve_insertion_order: "false",
			...(limits.threads && { threads: String(limits.threads) }),
		});
		return new Database(instance, await instance.connect());
	}

	async run(sql: string): Promise<void> {
		await this.connection.run(sql);
	}

	/** Returns all rows of a query; integers are numbers where that is exact, else bigints. */
	async rows<T = Row>(sql: string): Promise<T[]> {
		const reader = await this.connection.runAndReadAll(sql);
		return reader
			.getRowObjects()
			.map(
				(row) =>
					Object.fromEntries(
						Object.entries(row).map(([name, value]) => [name, cell(value)]),
					) as T,
			);
	}

	/** Returns all rows of a query by column: numbers as they are, 64-bit integers as bigints. For many rows, this is much cheaper than `rows`. */
	async columns<T extends readonly (readonly DuckDBValue[])[]>(
		sql: string,
	): Promise<T> {
		const reader = await this.connection.runAndReadAll(sql);
		return reader.getColumns() as unknown as T;
	}

	close(): void {
		this.connection.closeSync();
		this.#instance.closeSync();
	}
}

function cell(value: DuckDBValue): Cell {
	if (typeof value === "bigint") {
		return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
			? Number(value)
			: value;
	}
	if (value === null || typeof value !== "object") return value;
	const number = Number(String(value));
	return Number.isNaN(number) ? String(value) : number;
}

/** Returns a query of `queries/`: plain SQL that other engines run too. */
export const query = (name: string): string =>
	readFileSync(join(import.meta.dirname, "queries", `${name}.sql`), "utf8");

/** Quotes a text as an SQL literal. */
export const literal = (text: string): string =>
	`'${text.replaceAll("'", "''")}'`;
