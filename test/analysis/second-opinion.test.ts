import {
	appendFile,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { analyseRun } from "@lab/analysis/ledger";
import { shift, shiftInterval } from "@lab/analysis/statistics";
import { createViews, Database } from "@lab/analysis/tables";
import { describeNeeding } from "@lab/core/testing";
import { eventSchemas, protocols } from "@lab/protocols";
import { afterAll, beforeAll, expect, test } from "vitest";
import { python, pythonNeed } from "./_python.ts";
import { writeRunFolder } from "./_run-folder.ts";

const packages = join(import.meta.dirname, "../../packages");
const queries = [
	"analysis/src/tables/queries",
	"analysis/src/figures",
	...protocols.map(({ name }) => `protocols/src/${name}`),
].map((name) => join(packages, name));

/** Both engines print a time with its nanoseconds, by functions of different names. */
const forClickHouse = (sql: string): string =>
	sql.replaceAll(
		/strftime\(make_timestamp_ns\(([^)]+)\), '[^']+'\)/g,
		"toString(fromUnixTimestamp64Nano($1, 'UTC'))",
	);

describeNeeding(["python", pythonNeed], "ClickHouse on the same files", () => {
	let folder: string;
	let database: Database;
	let views: string[];
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "second-engine-"));
		database = await Database.open();
		await writeRunFolder(folder, {
			nodes: 8,
			messages: 30,
			lose: (node, message) => node === "relay-3" && message % 4 === 0,
		});
		// A few lines of every event, so that every query has input.
		await appendFile(
			join(folder, "logs/relay-0.log"),
			eventSchemas
				.flatMap(({ samples }) => samples.map(({ line }) => `${line}\n`))
				.join(""),
		);
		const { run, tables } = await analyseRun(database, folder, protocols, {
			stepMs: 1000,
		});
		views = await createViews(database, tables, run);
	}, 600_000);
	afterAll(async () => {
		database.close();
		await rm(folder, { recursive: true, force: true });
	});

	test("every query gives the same result as in DuckDB", async () => {
		const all: (readonly [name: string, sql: string])[] = [];
		for (const where of queries) {
			for (const file of (await readdir(where)).sort()) {
				if (!file.endsWith(".sql")) continue;
				const sql = await readFile(join(where, file), "utf8");
				all.push([basename(file, ".sql"), sql]);
			}
		}
		const answers = JSON.parse(
			await python(
				`
import json, sys
from chdb import session
given = json.load(sys.stdin)
ch = session.Session()
ch.query("CREATE DATABASE IF NOT EXISTS run")
ch.query("USE run")
for view, files in given["views"].items():
    ch.query(f"CREATE VIEW run.{view} AS SELECT * FROM file('{files}', Parquet)")
out = {}
for name, sql in given["queries"]:
    text = ch.query(sql + " SETTINGS join_use_nulls = 1, output_format_json_quote_64bit_integers = 1", "JSONCompact")
    out[name] = json.loads(text.data())["data"]
print(json.dumps(out))
`,
				{
					views: Object.fromEntries(
						views.map((view) => [
							view,
							join(
								folder,
								"tables/run=small-1",
								`event=${tableOf(view)}`,
								"*.parquet",
							),
						]),
					),
					queries: all.map(([name, sql]) => [name, forClickHouse(sql)]),
				},
			),
		) as Record<string, unknown[][]>;
		for (const [name, sql] of all) {
			const ours = (await database.rows(sql)).map((row) => Object.values(row));
			expect([name, answers[name]?.map((row) => row.map(plain))]).toEqual([
				name,
				ours.map((row) => row.map(plain)),
			]);
		}
	}, 600_000);

	test("the names of the folders are columns, and select the files to read", async () => {
		const other = join(folder, "other");
		await mkdir(other);
		await writeRunFolder(other, { run: "small-2", nodes: 4, messages: 5 });
		const tables = join(folder, "tables");
		await analyseRun(database, other, protocols, { stepMs: 1000, tables });
		const sql =
			"SELECT run, event, count(*) AS rows FROM ledgers WHERE run <> 'none' GROUP BY run, event ORDER BY run";
		const files = join(tables, "run=*/event=ledger/*.parquet");
		await database.run(
			`CREATE OR REPLACE VIEW ledgers AS SELECT * FROM read_parquet('${files}', hive_partitioning = true)`,
		);
		const ours = await database.rows(sql);
		expect(ours).toEqual([
			{ run: "small-1", event: "ledger", rows: 30 * 7 },
			{ run: "small-2", event: "ledger", rows: 5 * 3 },
		]);
		const theirs = JSON.parse(
			await python(
				`
import json, sys
import chdb
given = json.load(sys.stdin)
sql = given["sql"].replace("ledgers", f"file('{given['files']}', Parquet)")
print(json.dumps([json.loads(line) for line in str(chdb.query(sql + " SETTINGS use_hive_partitioning = 1, output_format_json_quote_64bit_integers = 0", "JSONEachRow")).splitlines()]))
`,
				{ sql, files },
			),
		);
		expect(theirs).toEqual(ours);
	}, 600_000);

	const tableOf = (view: string): string =>
		({ node_sentinel: "node.sentinel" })[view] ?? known.get(view) ?? view;
	let known = new Map<string, string>();
	beforeAll(async () => {
		const there = await readdir(join(folder, "tables/run=small-1"));
		known = new Map(
			there
				.filter((name) => name.startsWith("event="))
				.map((name) => [name.slice(6).replace(/\W/g, "_"), name.slice(6)]),
		);
	});
});

/** Normalizes numbers, which the engines write differently. */
const plain = (value: unknown): unknown => {
	if (value === null || value === undefined) return null;
	const text = String(value);
	const number = Number(text);
	return text === "" || Number.isNaN(number)
		? text
		: Number.isSafeInteger(number) || !/^-?\d+$/.test(text)
			? Number(number.toPrecision(12))
			: text;
};

describeNeeding(["python", pythonNeed], "scipy on the same samples", () => {
	const samples = Array.from({ length: 12 }, (_, seed) => {
		const random = (index: number) =>
			Math.abs(Math.sin((seed + 1) * 1000 + index * 77.7)) * 100;
		return [
			Array.from({ length: 3 + (seed % 5) }, (_v, index) => random(index)),
			Array.from(
				{ length: 4 + (seed % 4) },
				(_v, index) => random(index + 50) + seed * 3,
			),
		] as const;
	});

	test("an interval excludes a shift exactly if the exact Mann-Whitney test rejects it", async () => {
		// Just inside and just outside each bound.
		const cases = samples.flatMap(([a, b]) => {
			const interval = shiftInterval(a, b, 0.9);
			if (interval === undefined) return [];
			const near = 1e-9;
			return [
				{ a, b, by: interval.low - near, inside: false },
				{ a, b, by: interval.low + near, inside: true },
				{ a, b, by: interval.high - near, inside: true },
				{ a, b, by: interval.high + near, inside: false },
			];
		});
		expect(cases.length).toBeGreaterThan(30);
		const p = JSON.parse(
			await python(
				`
import json, sys
from scipy.stats import mannwhitneyu
print(json.dumps([mannwhitneyu([x - c["by"] for x in c["b"]], c["a"], method="exact").pvalue for c in json.load(sys.stdin)]))
`,
				cases,
			),
		) as number[];
		expect(p.map((value) => value > 0.1)).toEqual(
			cases.map(({ inside }) => inside),
		);
	}, 600_000);

	test("the shift is the median of all pairwise differences", async () => {
		const theirs = JSON.parse(
			await python(
				`
import json, sys
import numpy
print(json.dumps([float(numpy.median([y - x for x in a for y in b])) for a, b in json.load(sys.stdin)]))
`,
				samples,
			),
		) as number[];
		for (const [index, [a, b]] of samples.entries()) {
			expect(shift(a, b)).toBeCloseTo(theirs[index] as number, 9);
		}
	}, 600_000);
});
