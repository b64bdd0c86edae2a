import { type Condition, type Judgement, measures } from "@lab/record";
import { gossipQueries, metrics } from "@lab/signals";
import { protocolFigures, readFigures } from "../figures/index.ts";
import type { Analysed, LineCount } from "../ledger/index.ts";
import { readRun } from "../ledger/index.ts";
import { createViews, type Database, query } from "../tables/index.ts";
import { judge } from "./judge.ts";

export interface Outcome {
	readonly outcome: string;
	readonly reason: string;
	readonly pairs: number;
}

export interface Latency {
	readonly deliveries: number | null;
	readonly p50_ns: number | null;
	readonly p95_ns: number | null;
	readonly p99_ns: number | null;
	readonly max_ns: number | null;
	readonly error_ns: number | null;
	readonly negative: number | null;
}

export interface NodeLatency {
	readonly node: string;
	readonly host: string;
	readonly deliveries: number;
	readonly p50_ns: number;
	readonly p95_ns: number;
	readonly p99_ns: number;
	readonly max_ns: number;
}

export interface MessageLatency {
	readonly id: number | bigint;
	readonly publisher: string;
	readonly expected: number;
	readonly delivered: number;
	readonly reach50_ns: number | null;
	readonly reach95_ns: number | null;
	readonly reach100_ns: number | null;
}

export interface SeriesSummary {
	readonly query: string;
	readonly series: string;
	readonly last_value: number;
	readonly median_value: number;
	readonly min_value: number;
	readonly max_value: number;
}

/** What conditions are judged by: of a whole run, or of a window of it. */
export interface Measurable {
	readonly outcomes: readonly Outcome[];
	readonly latency: Latency;
	readonly samples: readonly SeriesSummary[];
	readonly nodesWithLogGap: number;
	/** At most a thousand. */
	readonly missing: readonly {
		id: number | bigint;
		node: string;
		reason: string;
	}[];
}

/** All that a report shows of one run: numbers, no files. */
export interface RunFigures extends Measurable {
	readonly run: string;
	/** Hash of its plan: runs of one plan are replicates. */
	readonly plan: string;
	readonly experiment: string;
	readonly nodes: number;
	readonly messages: number;
	readonly lineCount: LineCount;
	/** The windows that a condition names. */
	readonly parts: Readonly<Record<string, Measurable>>;
	readonly curve: readonly { share: number; latency_ns: number }[];
	readonly byNode: readonly NodeLatency[];
	readonly byMessage: readonly MessageLatency[];
	readonly missingMap: readonly {
		band: number;
		tick: number;
		first_node: number;
		last_node: number;
		published_ns: number | bigint;
		missing: number;
		unobservable: number;
		expected: number;
	}[];
	readonly crossCheck: readonly {
		node: string;
		expected: number;
		logged: number;
		counted: number | null;
		loser: string;
	}[];
	readonly publishers: readonly {
		result: string;
		seen: string;
		messages: number;
		loser: string;
	}[];
	readonly strays: readonly { what: string; lines: number }[];
	readonly clocks: readonly {
		from_host: string;
		to_host: string;
		offset_ns: number;
		error_ns: number | null;
	}[];
	readonly overTime: readonly {
		query: string;
		time: number | bigint;
		low: number;
		middle: number;
		high: number;
	}[];
	readonly windows: readonly {
		name: string;
		start_ns: number | bigint;
		end_ns: number | bigint;
	}[];
	/** What single protocols did, by name of the figure. */
	readonly protocols: Readonly<
		Record<string, readonly Record<string, unknown>[]>
	>;
	readonly judgements: readonly Judgement[];
}

/** Reads the tables of an analysed run. */
export async function figuresOf(
	database: Database,
	analysed: Analysed,
): Promise<RunFigures> {
	const views = await createViews(database, analysed.tables, analysed.run);
	const { plan } = await readRun(analysed.folder).catch(() => ({
		plan: undefined,
	}));
	const ask = <T>(name: string) => database.rows<T>(query(name));
	const [counts] = await database.rows<{
		nodes: number;
		messages: number;
	}>(
		"SELECT (SELECT count(*) FROM nodes) AS nodes, (SELECT count(*) FROM messages) AS messages",
	);
	const conditions = [
		...(plan?.guards ?? []),
		...(plan?.criteria ?? []),
	].filter(isOurs);
	const sampled = views.includes("samples");
	const figures: Omit<RunFigures, "judgements"> = {
		...(await measurable(database, sampled)),
		run: analysed.run,
		plan: plan?.hash ?? "",
		experiment: analysed.experiment,
		nodes: counts?.nodes ?? 0,
		messages: counts?.messages ?? 0,
		lineCount: analysed.lineCount,
		curve: await ask("latency-curve"),
		byNode: await ask("latency-by-node"),
		byMessage: await ask("latency-by-message"),
		missingMap: await ask("missing-map"),
		crossCheck: await ask("cross-check"),
		publishers: await ask("publishers"),
		strays: await database.rows("SELECT * FROM strays ORDER BY what"),
		clocks: await database.rows(
			"SELECT * FROM clocks WHERE from_host < to_host ORDER BY from_host, to_host",
		),
		overTime: sampled ? await ask("samples-over-time") : [],
		windows: await database.rows(
			"SELECT * FROM windows ORDER BY start_ns, name",
		),
		protocols: await readFigures(database, protocolFigures, views),
		parts: await partsOf(database, analysed, conditions, sampled),
	};
	return {
		...figures,
		judgements: judge({ ...figures, judgements: [] }, conditions),
	};
}

async function measurable(
	database: Database,
	sampled: boolean,
): Promise<Measurable> {
	const [latency] = await database.rows<Latency>(query("latency"));
	const [gaps] = await database.rows<{ nodes: number }>(
		"SELECT count(DISTINCT node) AS nodes FROM gaps WHERE reason = 'log gap'",
	);
	return {
		outcomes: await database.rows(query("outcomes")),
		latency: latency as Latency,
		samples: sampled ? await database.rows(query("samples-by-series")) : [],
		nodesWithLogGap: gaps?.nodes ?? 0,
		missing: await database.rows(`${query("missing")} LIMIT 1000`),
	};
}

/** The windows that conditions name, measured one by one. */
async function partsOf(
	database: Database,
	{ tables, run }: Analysed,
	conditions: readonly Condition[],
	sampled: boolean,
): Promise<Record<string, Measurable>> {
	const named = new Set(conditions.flatMap(({ window }) => window ?? []));
	if (named.size === 0) return {};
	const windows = await database.rows<RunFigures["windows"][number]>(
		"SELECT * FROM windows",
	);
	const parts: Record<string, Measurable> = {};
	for (const { name, start_ns, end_ns } of windows) {
		if (!named.has(name)) continue;
		await createViews(database, tables, run, {
			start: BigInt(start_ns),
			end: BigInt(end_ns),
		});
		parts[name] = await measurable(database, sampled);
	}
	await createViews(database, tables, run);
	return parts;
}

const isOurs = ({ measure }: Condition): boolean =>
	measures[measure].by === "analysis";

/** Counters are summed up by their last value, gauges by their median. */
export function reduced(query: string, summary: SeriesSummary): number {
	const asked = gossipQueries.find(({ name }) => name === query);
	const counter =
		asked !== undefined &&
		metrics[asked.metric].type === "counter" &&
		!asked.rate;
	return counter ? summary.last_value : summary.median_value;
}
