import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { canonicalJson, LabError, writeFileAtomically } from "@lab/core";
import { gossipQueries } from "@lab/signals";
import {
	type Analysed,
	buildLedger,
	type MessageFact,
	type RunFacts,
} from "../ledger/index.ts";
import {
	type Database,
	literal,
	TableWriter,
	tableFolder,
} from "../tables/index.ts";
import { csvRows, jsonDocuments } from "./_documents.ts";

export interface Imported {
	readonly analysed: Analysed;
	/** What the folder does not say, and what was taken instead. */
	readonly notes: readonly string[];
}

interface Metadata {
	readonly stack?: {
		readonly name?: string;
		readonly stateful_sets?: readonly string[];
		readonly nodes_per_statefulset?: readonly number[];
	};
	readonly experiment?: { readonly name?: string };
	readonly results?: Readonly<
		Record<string, { readonly start?: string; readonly end?: string }>
	>;
}

interface LoggedEvent {
	readonly event: string;
	readonly timestamp?: string;
	readonly [key: string]: unknown;
}

/**
 * Brings a run of 10ksim into our tables: `metadata.json`, `events.log`,
 * `received.csv`, `sent.csv` and the metric CSVs below the folder.
 *
 * @param out folder of tables
 * @throws LabError `no-ten-ksim-run`
 */
export async function importTenKsim(
	database: Database,
	folder: string,
	out: string,
): Promise<Imported> {
	const notes: string[] = [];
	const metadata = await readMetadata(folder, notes);
	const events = await readEvents(folder, notes);
	const files = (await readdir(folder, { recursive: true })).map((path) =>
		join(folder, path),
	);
	const find = (name: string) => files.find((path) => basename(path) === name);
	const received = find("received.csv");
	const sent = find("sent.csv");
	if (received === undefined) {
		throw new LabError({
			code: "no-ten-ksim-run",
			what: `${folder} has no received.csv: nobody can say what was delivered`,
			where: folder,
			help: "name the output folder of a run after its analysis",
		});
	}
	const run = (
		metadata.experiment?.name ??
		metadata.stack?.name ??
		basename(folder)
	)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-");
	await rm(join(out, `run=${run}`), { recursive: true, force: true });
	await database.run(
		`CREATE OR REPLACE TEMP VIEW imported AS SELECT "kubernetes.pod_name" AS pod, CAST(msgId AS BIGINT) AS id,
			CAST(sentAt AS BIGINT) AS sent_ns, CAST("current" AS BIGINT) AS received_ns
		 FROM read_csv(${literal(received)}, header = true, all_varchar = true)`,
	);
	const facts: RunFacts = {
		run,
		nodes: nodesOf(metadata, await pods(database), notes),
		messages: await messagesOf(database, sent, events, notes),
		gaps: [],
		windows: windowsOf(metadata),
	};
	const samples = await importMetrics(database, out, run, files, folder);
	await buildLedger(database, { folder: out, facts, receipts: "imported" });
	const [count] = await database.rows<{ lines: number }>(
		"SELECT count(*) AS lines FROM imported",
	);
	const lines = count?.lines ?? 0;
	const analysed: Analysed = {
		run,
		folder,
		experiment: metadata.experiment?.name ?? "10ksim",
		tables: out,
		lineCount: {
			lines,
			unpacked: 0,
			events: lines,
			continuations: 0,
			unparsed: 0,
			reasons: [],
			cut: 0,
		},
		...(Object.keys(samples).length > 0 && { samples }),
	};
	await writeFileAtomically(
		join(out, `run=${run}`, "analysis.json"),
		canonicalJson(analysed),
	);
	return { analysed, notes };
}

async function readMetadata(
	folder: string,
	notes: string[],
): Promise<Metadata> {
	const path = join(folder, "metadata.json");
	if (!existsSync(path)) {
		notes.push(
			"metadata.json is not there: nodes are those that logged something",
		);
		return {};
	}
	const documents = jsonDocuments(await readFile(path, "utf8"), path);
	if (documents.length > 1) {
		notes.push(
			`metadata.json holds ${documents.length} documents, of runs into one folder: the last one counts`,
		);
	}
	return documents.at(-1) as Metadata;
}

async function readEvents(
	folder: string,
	notes: string[],
): Promise<LoggedEvent[]> {
	const path = join(folder, "events.log");
	if (!existsSync(path)) {
		notes.push("events.log is not there: failed publishes are unknown");
		return [];
	}
	return jsonDocuments(await readFile(path, "utf8"), path) as LoggedEvent[];
}

async function pods(database: Database): Promise<string[]> {
	const rows = await database.rows<{ pod: string }>(
		"SELECT DISTINCT pod FROM imported",
	);
	return rows
		.map(({ pod }) => pod)
		.sort(new Intl.Collator("en", { numeric: true }).compare);
}

function nodesOf(
	{ stack }: Metadata,
	seen: readonly string[],
	notes: string[],
): RunFacts["nodes"] {
	const sets = stack?.stateful_sets ?? [];
	const counts = stack?.nodes_per_statefulset ?? [];
	const planned = sets.flatMap((set, index) =>
		Array.from({ length: counts[index] ?? 0 }, (_, ordinal) => ({
			node: `${set}-${ordinal}`,
			host: "",
			group: set,
		})),
	);
	if (planned.length > 0) return planned;
	notes.push(
		`how many nodes there were is not said: the ${seen.length} that logged something are taken for all`,
	);
	return seen.map((node) => ({
		node,
		host: "",
		group: node.replace(/-\d+$/, ""),
	}));
}

async function messagesOf(
	database: Database,
	sent: string | undefined,
	events: readonly LoggedEvent[],
	notes: string[],
): Promise<MessageFact[]> {
	const source =
		sent === undefined
			? "SELECT id, '' AS pod, min(sent_ns) AS sent FROM imported GROUP BY id"
			: `SELECT CAST(msgId AS BIGINT) AS id, min("kubernetes.pod_name") AS pod, min(CAST("timestamp" AS BIGINT)) AS sent
			   FROM read_csv(${literal(sent)}, header = true, all_varchar = true) GROUP BY 1`;
	if (sent === undefined) {
		notes.push(
			"sent.csv is not there: a message that nobody received is unknown, and self-deliveries cannot be told",
		);
	}
	const rows = await database.rows<{ id: bigint; pod: string; sent: bigint }>(
		`${source} ORDER BY sent, id`,
	);
	const asked = events.filter(({ event }) => event === "publish").length;
	if (asked > rows.length) {
		notes.push(
			`${asked} publishes were asked for and ${rows.length} messages left a line: ${asked - rows.length} were never published or lost both lines`,
		);
	}
	return rows.map(({ id, pod, sent: at }) => ({
		id: BigInt(id),
		publisher: pod,
		intended: BigInt(at),
		sent: BigInt(at),
		result: "unknown",
	}));
}

const windowsOf = ({ results = {} }: Metadata): RunFacts["windows"] =>
	Object.entries(results).flatMap(([name, { start, end }]) => {
		const [from, until] = [start, end].map((text) =>
			Date.parse(zoned(text ?? "")),
		);
		return from === undefined || until === undefined || !(from < until)
			? []
			: [
					{
						name,
						start: BigInt(from) * 1_000_000n,
						end: BigInt(until) * 1_000_000n,
					},
				];
	});

/** 10ksim writes times without a zone; they are UTC. */
const zoned = (text: string): string =>
	/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;

/** Every `Time,<series>..` file below the folder whose folder is a metric that we know. */
async function importMetrics(
	database: Database,
	out: string,
	run: string,
	files: readonly string[],
	folder: string,
): Promise<Record<string, number>> {
	const samples: Record<string, number> = {};
	const writer = new TableWriter(database, tableFolder(out, run, "samples"), {
		query: "text",
		series: "text",
		node: "text",
		time: "int64",
		value: "float64",
	});
	for (const path of files) {
		const parts = relative(folder, path).split("/").slice(0, -1);
		const known = gossipQueries.find(({ name }) => parts.includes(name));
		if (known === undefined) continue;
		const [head, ...rows] = csvRows(await readFile(path, "utf8"));
		if (head?.[0] !== "Time") continue;
		const cells = rows.flatMap((row) =>
			head.slice(1).flatMap((series, index) => {
				const text = row[index + 1];
				return text === undefined || text === ""
					? []
					: [
							{
								series,
								time:
									BigInt(Date.parse(zoned((row[0] ?? "").replace(" ", "T")))) *
									1_000_000n,
								value: Number(text),
							},
						];
			}),
		);
		await writer.append(
			{
				query: cells.map(() => known.name),
				series: cells.map(({ series }) => series),
				node: cells.map(({ series }) => series),
				time: cells.map(({ time }) => time),
				value: cells.map(({ value }) => value),
			},
			cells.length,
		);
		samples[known.name] = (samples[known.name] ?? 0) + cells.length;
	}
	if (writer.rows > 0) await writer.end();
	return samples;
}
