import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
	type Database,
	literal,
	TableWriter,
	tableFolder,
} from "../tables/index.ts";
import { audiencesOf } from "./audiences.ts";
import { clockOffsets } from "./clock-offsets.ts";
import type { RunFacts } from "./facts.ts";

/** So many expected pairs are judged at once: bounds memory. */
const SLICE_PAIRS = 2_000_000;

export interface LedgerInput {
	/** Folder of the tables of all runs. */
	readonly folder: string;
	readonly facts: RunFacts;
	/**
	 * Names a view with `pod`, `id`, `sent_ns`, `received_ns`: one row per line
	 * that says that a message was received.
	 */
	readonly receipts: string;
	/** Messages that each node counted as received, where somebody scraped it. */
	readonly counters?: ReadonlyMap<string, number>;
}

const sql = (name: string): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/**
 * Judges every expected (message, node) and writes the tables `nodes`,
 * `messages`, `clocks` and `ledger`.
 */
export async function buildLedger(
	database: Database,
	{ folder, facts, receipts, counters }: LedgerInput,
): Promise<void> {
	const at = (table: string) => tableFolder(folder, facts.run, table);
	const views = new Set<string>();
	const view = (name: string, text: string) => {
		views.add(name);
		return database.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${text}`);
	};
	const parquet = (table: string) =>
		`SELECT * FROM read_parquet(${literal(join(at(table), "*.parquet"))}, hive_partitioning = false)`;
	for (const table of ["nodes", "messages", "clocks", "ledger", "strays"]) {
		await rm(at(table), { recursive: true, force: true });
	}
	await writeFacts(database, at, facts);
	await view("receipts", `SELECT * FROM ${receipts}`);
	await view("nodes", parquet("planned-nodes"));
	await view("messages", parquet("planned-messages"));
	await view("audiences", parquet("audiences"));

	const pairs = facts.nodes.length;
	const slice = Math.max(1, Math.floor(SLICE_PAIRS / Math.max(1, pairs)));
	const scratch = join(folder, `run=${facts.run}`, "scratch");
	await rm(scratch, { recursive: true, force: true });
	await mkdir(scratch, { recursive: true });
	await database.run(
		`COPY (SELECT *, CAST(floor(message / ${slice}) AS INTEGER) AS slice FROM (${sql("receipts")}))
		 TO ${literal(scratch)} (FORMAT parquet, PARTITION_BY (slice), OVERWRITE_OR_IGNORE)`,
	);
	const arrivals = `read_parquet(${literal(join(scratch, "*", "*.parquet"))}, hive_partitioning = true)`;
	// A run in which nothing arrived has no file to read.
	const [there] = await database.rows<{ files: number }>(
		`SELECT count(*) AS files FROM glob(${literal(join(scratch, "*", "*.parquet"))})`,
	);
	const nothing =
		"SELECT 0 AS message, 0 AS node, 0 AS publisher, CAST(0 AS BIGINT) AS sent_ns, CAST(0 AS BIGINT) AS received_ns, 0 AS slice WHERE false";
	await view("arrivals", there?.files ? `SELECT * FROM ${arrivals}` : nothing);

	await writeClocks(database, at("clocks"), facts);
	await view("clocks", parquet("clocks"));
	await view("gaps", parquet("gaps"));
	await writeNodes(database, at, facts, counters);
	await view("nodes", parquet("nodes"));
	await database.run(
		`COPY (
			SELECT m.*, coalesce(a.receivers, 0) AS receivers
			FROM messages AS m
			LEFT JOIN (SELECT message, count(DISTINCT node) AS receivers FROM arrivals WHERE node <> publisher GROUP BY message) AS a USING (message)
			ORDER BY message
		) TO ${literal(await fileIn(at("messages")))} (FORMAT parquet, COMPRESSION zstd)`,
	);
	const ledger = at("ledger");
	await mkdir(ledger, { recursive: true });
	for (
		let from = 0, part = 0;
		from < Math.max(1, facts.messages.length);
		from += slice, part++
	) {
		const until = from + slice;
		await view(
			"messages_of_slice",
			`SELECT * FROM (${parquet("messages")}) WHERE message >= ${from} AND message < ${until}`,
		);
		await view(
			"arrivals_of_slice",
			`SELECT * FROM arrivals WHERE slice = ${part}`,
		);
		const path = join(ledger, `part-${String(part).padStart(5, "0")}.parquet`);
		await database.run(
			`COPY (${sql("ledger")}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
		);
	}
	await database.run(
		`COPY (
			SELECT CASE WHEN m.id IS NULL THEN 'message not in the plan' ELSE 'node not in the plan' END AS what, count(*) AS lines
			FROM receipts AS r LEFT JOIN nodes AS n ON n.name = r.pod LEFT JOIN messages AS m ON m.id = r.id
			WHERE n.node IS NULL OR m.id IS NULL GROUP BY ALL
			UNION ALL SELECT 'self-delivery', count(*) FROM arrivals WHERE node = publisher
		) TO ${literal(await fileIn(at("strays")))} (FORMAT parquet)`,
	);
	for (const name of views) {
		await database.run(`DROP VIEW IF EXISTS temp.${name}`);
	}
	await rm(scratch, { recursive: true, force: true });
	for (const table of ["planned-nodes", "planned-messages", "audiences"]) {
		await rm(at(table), { recursive: true, force: true });
	}
}

async function fileIn(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	return join(folder, "part-00000.parquet");
}

async function writeFacts(
	database: Database,
	at: (table: string) => string,
	{ nodes, messages, gaps, windows }: RunFacts,
): Promise<void> {
	const ordinal = new Map(nodes.map(({ node }, index) => [node, index]));
	const nodeTable = new TableWriter(database, at("planned-nodes"), {
		node: "int32",
		name: "text",
		host: "text",
		group: "text",
	});
	await nodeTable.append(
		{
			node: nodes.map((_, index) => index),
			name: nodes.map(({ node }) => node),
			host: nodes.map(({ host }) => host),
			group: nodes.map(({ group }) => group),
		},
		nodes.length,
	);
	await nodeTable.end();
	const audiences = audiencesOf(nodes, messages);
	const members = audiences.members.flatMap((group, audience) =>
		group.map((node) => ({ audience, node })),
	);
	const audienceTable = new TableWriter(database, at("audiences"), {
		audience: "int32",
		node: "int32",
	});
	await audienceTable.append(
		{
			audience: members.map(({ audience }) => audience),
			node: members.map(({ node }) => node),
		},
		members.length,
	);
	await audienceTable.end();
	const messageTable = new TableWriter(database, at("planned-messages"), {
		message: "int32",
		id: "int64",
		publisher: "int32",
		publisher_name: "text",
		audience: "int32",
		unidentified: "text",
		intended_ns: "int64",
		sent_ns: "int64",
		result: "text",
	});
	await messageTable.append(
		{
			message: messages.map((_, index) => index),
			id: messages.map(({ id }) => id),
			// A publisher outside the plan delivers to every node.
			publisher: messages.map(({ publisher }) => ordinal.get(publisher) ?? -1),
			publisher_name: messages.map(({ publisher }) => publisher),
			audience: messages.map((message) => audiences.of(message)),
			unidentified: messages.map(({ unidentified = "" }) => unidentified),
			intended_ns: messages.map(({ intended }) => intended),
			sent_ns: messages.map(({ sent }) => sent ?? null),
			result: messages.map(({ result }) => result),
		},
		messages.length,
	);
	await messageTable.end();
	const gapTable = new TableWriter(database, at("gaps"), {
		node: "int32",
		start_ns: "int64",
		end_ns: "int64",
		reason: "text",
	});
	const known = gaps.filter(({ node }) => ordinal.has(node));
	await gapTable.append(
		{
			node: known.map(({ node }) => ordinal.get(node) as number),
			start_ns: known.map(({ start }) => start),
			end_ns: known.map(({ end }) => end),
			reason: known.map(({ reason }) => reason),
		},
		known.length,
	);
	await gapTable.end();
	const windowTable = new TableWriter(database, at("windows"), {
		name: "text",
		start_ns: "int64",
		end_ns: "int64",
	});
	await windowTable.append(
		{
			name: windows.map(({ name }) => name),
			start_ns: windows.map(({ start }) => start),
			end_ns: windows.map(({ end }) => end),
		},
		windows.length,
	);
	await windowTable.end();
}

async function writeClocks(
	database: Database,
	folder: string,
	{ nodes }: RunFacts,
): Promise<void> {
	const delays = await database.rows<{
		from_host: string;
		to_host: string;
		delay_ns: number | bigint;
	}>(sql("delays"));
	const hosts = [...new Set(nodes.map(({ host }) => host))].sort();
	const offsets = clockOffsets(
		hosts,
		delays.map(({ from_host, to_host, delay_ns }) => ({
			from: from_host,
			to: to_host,
			delay: BigInt(delay_ns),
		})),
	);
	const writer = new TableWriter(database, folder, {
		from_host: "text",
		to_host: "text",
		offset_ns: "int64",
		error_ns: "int64",
	});
	await writer.append(
		{
			from_host: offsets.map(({ from }) => from),
			to_host: offsets.map(({ to }) => to),
			offset_ns: offsets.map(({ offset }) => offset),
			error_ns: offsets.map(({ error }) => error ?? null),
		},
		offsets.length,
	);
	await writer.end();
}

/** Nodes with what was expected of them, and what logs and counters say. */
async function writeNodes(
	database: Database,
	at: (table: string) => string,
	{ messages, nodes }: RunFacts,
	counters: ReadonlyMap<string, number> | undefined,
): Promise<void> {
	const own = new Map<string, number>();
	const audiences = audiencesOf(nodes, messages);
	const sizes = audiences.members.map(() => 0);
	for (const message of messages) {
		const { publisher } = message;
		const audience = audiences.of(message);
		sizes[audience] = (sizes[audience] as number) + 1;
		const to = audiences.members[audience] as readonly number[];
		if (to.some((node) => nodes[node]?.node === publisher))
			own.set(publisher, (own.get(publisher) ?? 0) + 1);
	}
	const sentTo = nodes.map(() => 0);
	for (const [audience, members] of audiences.members.entries())
		for (const node of members)
			sentTo[node] = (sentTo[node] as number) + (sizes[audience] as number);
	const logged = new Map(
		(
			await database.rows<{ node: number; messages: number }>(
				"SELECT node, count(DISTINCT message) AS messages FROM arrivals WHERE node <> publisher GROUP BY node",
			)
		).map((row) => [row.node, row.messages]),
	);
	const expected = nodes.map(
		({ node }, index) => (sentTo[index] as number) - (own.get(node) ?? 0),
	);
	const counted = nodes.map(({ node }) => counters?.get(node) ?? null);
	const writer = new TableWriter(database, at("nodes"), {
		node: "int32",
		name: "text",
		host: "text",
		group: "text",
		expected: "int32",
		logged: "int32",
		counted: "float64",
		counted_all: "int32",
	});
	await writer.append(
		{
			node: nodes.map((_, index) => index),
			name: nodes.map(({ node }) => node),
			host: nodes.map(({ host }) => host),
			group: nodes.map(({ group }) => group),
			expected,
			logged: nodes.map((_, index) => logged.get(index) ?? 0),
			counted,
			counted_all: counted.map((count, index) =>
				count !== null && count >= (expected[index] as number) ? 1 : 0,
			),
		},
		nodes.length,
	);
	await writer.end();
}
