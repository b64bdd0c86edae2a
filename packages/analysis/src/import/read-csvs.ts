import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { exitCode, LabError } from "@lab/core";
import { type Database, literal } from "../tables/index.ts";
import { csvRows } from "./_documents.ts";
import type { TenKsimRun } from "./find-runs.ts";

/** Rows that 10ksim wrote, and how they differ between its versions. */
export interface Csvs {
	/** Rows of both files. */
	readonly rows: number;
	/** Rows whose id 10ksim could not read, and wrote as -1, or rounded. */
	readonly withoutId: number;
	/** Whether deliveries say when the message was sent: Waku's do not. */
	readonly sentAt: boolean;
}

/** Names of each column, newest layout first; `pod-name` and `kubernetes-worker` until 2025. */
const pods = ["kubernetes.pod_name", "pod-name"];
const hosts = ["kubernetes.pod_node_name", "kubernetes-worker"];
const ids = ["msgId", "msg_hash"];
const received = ["timestamp", "current"];

/**
 * Reads `received.csv` and `sent.csv` into the temporary tables
 * `imported_received` and `imported_sent`: pod, host, id, sent_ns, at_ns, shard.
 * Ids stay text: `007` and `7` are two messages.
 *
 * @throws LabError `bad-ten-ksim-csv`
 */
export async function readCsvs(
	database: Database,
	{ received: deliveries, sent }: TenKsimRun,
	notes: string[],
): Promise<Csvs> {
	const head = await readCsv(
		database,
		deliveries,
		"imported_received",
		received,
	);
	if (sent === undefined) {
		notes.push(
			"sent.csv is missing: messages that no node received are unknown",
		);
		await database.run(
			"CREATE OR REPLACE TEMP TABLE imported_sent AS FROM imported_received WHERE false",
		);
	} else {
		await readCsv(database, sent, "imported_sent", ["timestamp"]);
	}
	for (const path of [deliveries, ...(sent ? [sent] : [])]) {
		if (!(await endsWithNewline(path)))
			notes.push(
				`${basename(path)} does not end with a newline: its last row may be truncated`,
			);
	}
	// pandas prints a number of 64 bits that it holds as floating point like 2.759438560592408e+18.
	const unreadable =
		"id = '-1' OR regexp_full_match(id, '\\d\\.\\d{12,}e[+]\\d+')";
	const [count] = await database.rows<Omit<Csvs, "sentAt">>(
		`SELECT count(*) AS "rows", count(*) FILTER (WHERE ${unreadable}) AS "withoutId"
		 FROM (SELECT id FROM imported_received UNION ALL SELECT id FROM imported_sent)`,
	);
	const { rows = 0, withoutId = 0 } = count ?? {};
	if (rows === 0) {
		throw badCsv(
			deliveries,
			"there is no row: 10ksim found neither a message sent nor one received",
		);
	}
	if (withoutId > 0) {
		notes.push(
			`${withoutId} rows have the id -1 or a rounded one: 10ksim could not read it, and it may have rounded the other ids of the same pod`,
		);
		for (const table of ["imported_received", "imported_sent"])
			await database.run(`DELETE FROM ${table} WHERE ${unreadable}`);
	}
	return { rows, withoutId, sentAt: head.includes("sentAt") };
}

/** @returns the names of the columns */
async function readCsv(
	database: Database,
	path: string,
	table: string,
	times: readonly string[],
): Promise<string[]> {
	const head = await headOf(path);
	const id = oneOf(head, ids, path);
	const time = oneOf(head, times, path);
	const pod = oneOf(head, pods, path);
	const host = hosts.find((name) => head.includes(name));
	const optional = (name: string | undefined) =>
		name !== undefined && head.includes(name) ? column(name) : "NULL";
	const sentAt = head.includes("sentAt") ? nanoseconds("sentAt") : "NULL";
	const columns = head
		.map((name, index) => `${literal(name || `unnamed ${index}`)}: 'VARCHAR'`)
		.join(", ");
	await database
		.run(
			`CREATE OR REPLACE TEMP TABLE raw_csv AS FROM read_csv(${literal(path)},
				auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})`,
		)
		.catch((error: Error) => {
			throw badCsv(
				path,
				error.message
					.split("\n")
					.slice(0, 3)
					.join("; ")
					.replace("Invalid Input Error: ", ""),
			);
		});
	await database.run(
		`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT
			regexp_replace(${column(pod)}, '\\.log$', '') AS pod,
			CASE WHEN lower(${optional(host)}) IN ('nan', 'none') THEN '' ELSE coalesce(${optional(host)}, '') END AS host,
			${column(id)} AS id,
			CAST(${sentAt} AS BIGINT) AS sent_ns,
			${nanoseconds(time)} AS at_ns,
			CAST(${optional("shard")} AS VARCHAR) AS shard
		 FROM raw_csv`,
	);
	const needed: Readonly<Record<string, string>> = {
		pod,
		id,
		at_ns: time,
		...(head.includes("sentAt") && { sent_ns: "sentAt" }),
	};
	for (const [name, from] of Object.entries(needed)) {
		const [bad] = await database.rows<{ rows: number }>(
			`SELECT count(*) AS "rows" FROM ${table} WHERE ${name} IS NULL OR CAST(${name} AS VARCHAR) = ''`,
		);
		if (!bad?.rows) continue;
		const [sample] = await database.rows<{ value: string | null }>(
			`SELECT ${column(from)} AS value FROM raw_csv WHERE ${name.endsWith("_ns") ? nanoseconds(from) : `nullif(${column(from)}, '')`} IS NULL LIMIT 1`,
		);
		throw badCsv(
			path,
			`${bad.rows} rows have no readable ${from}, such as '${sample?.value ?? ""}'`,
		);
	}
	await database.run("DROP TABLE raw_csv");
	return head;
}

const column = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Nanoseconds since 1970 of a time as pandas writes it, in UTC, or of a number of
 * nanoseconds; else NULL. A shorter number counts another unit: as nanoseconds, it
 * would be a time in 1970.
 */
const nanoseconds = (name: string): string => {
	const text = column(name);
	return `CASE WHEN regexp_full_match(${text}, '\\d{18,19}') THEN TRY_CAST(${text} AS BIGINT)
		ELSE epoch_ns(TRY_CAST(replace(regexp_replace(${text}, '(Z|[+]00:00)$', ''), 'T', ' ') AS TIMESTAMP_NS)) END`;
};

function oneOf(
	head: readonly string[],
	names: readonly string[],
	path: string,
): string {
	const found = names.find((name) => head.includes(name));
	if (found !== undefined) return found;
	throw badCsv(
		path,
		`there is no column ${names.map((name) => `'${name}'`).join(" or ")}; the columns are ${head.join(", ")}`,
	);
}

const badCsv = (where: string, what: string): LabError =>
	new LabError({
		code: "bad-ten-ksim-csv",
		what,
		where,
		help: "copy the file again from where 10ksim wrote it; if it is the same there, have 10ksim repeat the analysis of the run",
		exit: exitCode.wrongInput,
	});

async function headOf(path: string): Promise<string[]> {
	const lines = createInterface({ input: createReadStream(path) });
	for await (const line of lines) {
		lines.close();
		const [head = []] = csvRows(line.replace(/^\uFEFF/, ""));
		const twice = head.find((name, index) => head.indexOf(name) !== index);
		if (twice !== undefined)
			throw badCsv(path, `the column '${twice}' appears twice`);
		return head;
	}
	throw badCsv(path, "the file is empty");
}

async function endsWithNewline(path: string): Promise<boolean> {
	const file = await open(path);
	try {
		const { size } = await file.stat();
		const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
		return buffer[0] === 0x0a;
	} finally {
		await file.close();
	}
}
