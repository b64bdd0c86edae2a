import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Database, literal } from "./database.ts";
import { TableWriter } from "./table-writer.ts";

test("null values stay null when a column is copied in bulk", async () => {
	const ROWS = 5000;
	const folder = await mkdtemp(join(tmpdir(), "table-"));
	const database = await Database.open();
	const some = Uint8Array.from({ length: ROWS }, (_, row) =>
		row % 3 === 0 || row === ROWS - 1 ? 0 : 1,
	);
	const values = BigInt64Array.from(
		{ length: ROWS },
		(_, row) => BigInt(row) + 2n ** 62n,
	);
	const writer = new TableWriter(database, folder, {
		row: "int32",
		some: "int64",
		none: "float64",
		all: "int64",
	});
	await writer.append(
		{
			row: Int32Array.from({ length: ROWS }, (_, row) => row),
			some: { values, valid: some },
			none: { values: new Float64Array(ROWS), valid: new Uint8Array(ROWS) },
			all: values,
		},
		ROWS,
	);
	expect(await writer.end()).toBe(ROWS);
	const rows = await database.rows<{
		row: number;
		some: bigint | null;
		none: number | null;
		all: bigint;
	}>(
		`SELECT * FROM read_parquet(${literal(join(folder, "*.parquet"))}) ORDER BY row`,
	);
	expect(rows.map((one) => one.some)).toEqual(
		[...values].map((value, row) => (some[row] === 1 ? value : null)),
	);
	expect(new Set(rows.map(({ none }) => none))).toEqual(new Set([null]));
	expect(rows.map(({ all }) => all)).toEqual([...values]);
	database.close();
	await rm(folder, { recursive: true });
});
