import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
	type Database,
	literal,
	PARQUET,
	TableWriter,
	tableFolder,
} from "../tables/index.ts";
import { slicesOf, writeArrived } from "./arrivals.ts";
import { audiencesOf } from "./audiences.ts";
import { type Clocks, clocksOf, leftAt } from "./clocks-of.ts";
import type { Counter } from "./counters.ts";
import type { RunFacts } from "./facts.ts";
import { writeClocks } from "./write-clocks.ts";

export interface LedgerInput {
	/** Folder of the tables of all runs. */
	readonly folder: string;
	readonly facts: RunFacts;
	/**
	 * Name of a view with the columns `pod`, `id`, `sent_ns`, `received_ns`: one row
	 * per line that reports a received message.
	 */
	readonly receipts: string;
	/** Resolution of its times, ns, if that is coarser than their digits show. @default 0 */
	readonly resolutionNs?: number;
	/** Messages that each node counted as received, by node; without nodes that were not scraped. */
	readonly counters?: ReadonlyMap<string, Counter | number>;
	/** Until when sentinels account for every line of a node outside its gaps, ns since 1970, by node. */
	readonly complete?: ReadonlyMap<string, bigint>;
}

const sql = (name: string): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/**
 * Judges every expected (message, node) and writes the tables `nodes`,
 * `messages`, `clocks` and `ledger`.
 */
export async function buildLedger(
	database: Database,
	{
		folder,
		facts,
		receipts,
		resolutionNs = 0,
		counters,
		complete,
	}: LedgerInput,
): Promise<void> {
	const at = (table: string) => tableFolder(folder, facts.run, table);
	const views = new Set<string>();
	const view = (name: string, text: string) => {
		views.add(name);
		return database.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${text}`);
	};
	const files = (...path: readonly string[]) =>
		`SELECT * FROM read_parquet(${literal(join(...path))}, hive_partitioning = false)`;
	const parquet = (table: string) => files(at(table), "*.parquet");
	for (const table of ["nodes", "messages", "clocks", "ledger", "strays"]) {
		await rm(at(table), { recursive: true, force: true });
	}
	const clocks = clocksOf(facts);
	await writeFacts(database, at, facts, clocks);
	await view("receipts", `SELECT * FROM ${receipts}`);
	await view("nodes", parquet("planned-nodes"));
	await view("messages", parquet("planned-messages"));
	await view("audiences", parquet("audiences"));

	const slices = slicesOf(facts.nodes.length, facts.messages.length);
	const scratch = join(folder, `run=${facts.run}`, "scratch");
	await rm(scratch, { recursive: true, force: true });
	await mkdir(scratch, { recursive: true });
	await writeArrived(database, scratch, slices, hasFragments(facts.messages));
	await view("arrived", files(scratch, "arrived", "*.parquet"));
	// Deliveries to the publisher itself are not expected.
	await view(
		"deliveries",
		"SELECT a.message, a.node, a.lines, a.copies, m.fragments FROM arrived AS a JOIN messages AS m ON m.message = a.message WHERE a.node <> m.publisher",
	);
	await database.run(`CREATE OR REPLACE TEMP TABLE strays AS ${sql("strays")}`);

	const [seen] = await database.rows<{ resolution_ns: number | null }>(
		sql("resolution"),
	);
	await view(
		"resolution",
		`SELECT CAST(${Math.max(resolutionNs, seen?.resolution_ns ?? 0)} AS BIGINT) AS resolution_ns`,
	);
	await writeClocks(
		database,
		{ offsets: at("offsets"), clocks: at("clocks") },
		clocks.names,
		{
			slotNs: clocks.slotNs,
			// Without a publish record, the times are by the nodes' clocks.
			byNodes: facts.messages.some(({ result }) => result === "unknown"),
		},
	);
	await view(
		"clocks",
		// A clock is never ahead of itself.
		`SELECT from_clock, to_clock, offset_ns, low_ns, high_ns, gap_ns FROM (${parquet("clocks")})
		 UNION ALL SELECT DISTINCT clock, clock, 0, 0, 0, NULL FROM nodes`,
	);
	await view(
		"offsets",
		`${parquet("offsets")} UNION ALL ${sql("own-steps").replaceAll("offsets", `(${parquet("offsets")})`)}`,
	);
	await view("gaps", parquet("gaps"));
	await writeNodes(database, at, facts, { clocks, counters, complete });
	await view("nodes", parquet("nodes"));
	await database.run(
		`COPY (
			SELECT m.* EXCLUDE (at_ns), coalesce(a.receivers, 0) AS receivers
			FROM messages AS m
			LEFT JOIN (SELECT message, count(*) AS receivers FROM deliveries GROUP BY message) AS a USING (message)
			ORDER BY message
		) TO ${literal(await fileIn(at("messages")))} ${PARQUET}`,
	);
	const ledger = at("ledger");
	await mkdir(ledger, { recursive: true });
	for (const { from, until, file } of slices) {
		await view(
			"messages_of_slice",
			`SELECT * FROM (${parquet("messages")}) WHERE message >= ${from} AND message < ${until}`,
		);
		await view("arrived_of_slice", files(scratch, "arrived", file));
		await database.run(
			`COPY (${sql("ledger")}) TO ${literal(join(ledger, file))} ${PARQUET}`,
		);
	}
	await database.run(
		`COPY (
			SELECT CASE WHEN planned THEN 'node not in the plan' ELSE 'message not in the plan' END AS what, count(*) AS lines
			FROM strays GROUP BY what
			UNION ALL
			SELECT 'self-delivery', CAST(coalesce(sum(a.lines), 0) AS BIGINT)
			FROM arrived AS a JOIN messages AS m ON m.message = a.message WHERE a.node = m.publisher
		) TO ${literal(await fileIn(at("strays")))} ${PARQUET}`,
	);
	await database.run("DROP TABLE temp.strays");
	for (const name of views) {
		await database.run(`DROP VIEW IF EXISTS temp.${name}`);
	}
	await rm(scratch, { recursive: true, force: true });
	for (const table of [
		"planned-nodes",
		"planned-messages",
		"audiences",
		"offsets",
	]) {
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
	clocks: Clocks,
): Promise<void> {
	const ordinal = new Map(nodes.map(({ node }, index) => [node, index]));
	const nodeTable = new TableWriter(database, at("planned-nodes"), {
		node: "int32",
		name: "text",
		host: "text",
		group: "text",
		clock: "int32",
		sends: "int32",
	});
	await nodeTable.append(
		{
			node: nodes.map((_, index) => index),
			name: nodes.map(({ node }) => node),
			host: nodes.map(({ host }) => host),
			group: nodes.map(({ group }) => group),
			clock: clocks.ofNode,
			sends: clocks.ofNode.map((clock) => (clocks.sends[clock] ? 1 : 0)),
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
	const asText = messages.some(({ idText }) => idText !== undefined);
	const messageTable = new TableWriter(database, at("planned-messages"), {
		message: "int32",
		id: asText ? "text" : "int64",
		publisher: "int32",
		publisher_name: "text",
		audience: "int32",
		fragments: "int32",
		unidentified: "text",
		intended_ns: "int64",
		sent_ns: "int64",
		at_ns: "int64",
		slot: "int32",
		result: "text",
	});
	await messageTable.append(
		{
			message: messages.map((_, index) => index),
			id: messages.map(({ id, idText }) =>
				asText ? (idText ?? String(id)) : id,
			),
			// A publisher outside the plan is no node, so every node is expected to receive.
			publisher: messages.map(({ publisher }) => ordinal.get(publisher) ?? -1),
			publisher_name: messages.map(({ publisher }) => publisher),
			audience: messages.map((message) => audiences.of(message)),
			fragments: messages.map(({ fragments = 1 }) => fragments),
			unidentified: messages.map(({ unidentified = "" }) => unidentified),
			intended_ns: messages.map(({ intended }) => intended),
			sent_ns: messages.map(({ sent }) => sent ?? null),
			at_ns: messages.map(leftAt),
			slot: clocks.slotOf,
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

const hasFragments = (messages: RunFacts["messages"]): boolean =>
	messages.some(({ fragments = 1 }) => fragments > 1);

/** Writes the nodes with the expected, logged and counted number of messages. */
async function writeNodes(
	database: Database,
	at: (table: string) => string,
	{ messages, nodes }: RunFacts,
	{
		clocks,
		counters = new Map(),
		complete = new Map(),
	}: {
		readonly clocks: Clocks;
		readonly counters: LedgerInput["counters"] | undefined;
		readonly complete: LedgerInput["complete"] | undefined;
	},
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
			await database.rows<{ node: number; messages: number; parts: number }>(
				"SELECT node, count(copies) AS messages, sum(least(lines, fragments)) AS parts FROM deliveries GROUP BY node",
			)
		).map((row) => [row.node, row]),
	);
	const expected = nodes.map(
		({ node }, index) => (sentTo[index] as number) - (own.get(node) ?? 0),
	);
	const known = nodes.map(({ node }): Counter | undefined => {
		const counter = counters.get(node);
		return typeof counter === "number" ? { count: counter } : counter;
	});
	const others = await unplannedOf(database, nodes, known);
	const writer = new TableWriter(database, at("nodes"), {
		node: "int32",
		name: "text",
		host: "text",
		group: "text",
		clock: "int32",
		expected: "int32",
		logged: "int32",
		unplanned: "int32",
		counted: "float64",
		counted_partially: "int32",
		unlogged: "float64",
		complete_until_ns: "int64",
	});
	await writer.append(
		{
			node: nodes.map((_, index) => index),
			name: nodes.map(({ node }) => node),
			host: nodes.map(({ host }) => host),
			group: nodes.map(({ group }) => group),
			clock: clocks.ofNode,
			expected,
			logged: nodes.map((_, index) => logged.get(index)?.messages ?? 0),
			unplanned: others,
			counted: known.map((counter) => counter?.count ?? null),
			counted_partially: known.map((counter) => (counter?.partial ? 1 : 0)),
			unlogged: known.map((counter, index) =>
				counter === undefined
					? null
					: counter.count -
						(logged.get(index)?.parts ?? 0) -
						(others[index] as number),
			),
			complete_until_ns: nodes.map(({ node }) => complete.get(node) ?? null),
		},
		nodes.length,
	);
	await writer.end();
}

/** Returns, by node, the messages outside the plan that its log reports while its counter was compared. */
async function unplannedOf(
	database: Database,
	nodes: RunFacts["nodes"],
	counters: readonly (Counter | undefined)[],
): Promise<number[]> {
	const since = nodes
		.map(({ node }, index) => [node, counters[index]?.since] as const)
		.filter(([, time]) => time !== undefined)
		.map(([node, time]) => `(${literal(node)}, CAST(${time} AS BIGINT))`);
	const from =
		since.length === 0
			? "SELECT '' AS name, CAST(0 AS BIGINT) AS since_ns WHERE false"
			: `SELECT * FROM (VALUES ${since.join(", ")}) AS scraped(name, since_ns)`;
	const rows = await database.rows<{ pod: string; messages: number }>(`
		SELECT s.pod, count(DISTINCT s.id) AS messages
		FROM strays AS s
		LEFT JOIN (${from}) AS f ON f.name = s.pod
		WHERE NOT s.planned AND (f.since_ns IS NULL OR s.received_ns > f.since_ns)
		GROUP BY s.pod`);
	const byPod = new Map(rows.map(({ pod, messages }) => [pod, messages]));
	return nodes.map(({ node }) => byPod.get(node) ?? 0);
}
