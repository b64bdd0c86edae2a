import { type Condition, measures } from "@lab/record";
import { metrics, runQueries } from "@lab/signals";
import { ownFigures, readFigures } from "../figures/index.ts";
import type { Analysed } from "../ledger/index.ts";
import { readRun } from "../ledger/index.ts";
import {
	type Figure,
	type FigureRows,
	type Protocol,
	partsOf,
} from "../protocol/index.ts";
import {
	createViews,
	type Database,
	query,
	withEventsOf,
} from "../tables/index.ts";
import { aboutImport, aboutPlan } from "./about/index.ts";
import { judge } from "./judge.ts";
import { protocolMeasures, windowFigures } from "./protocol-measures.ts";
import type {
	Latency,
	Measurable,
	RunFigures,
	SeriesSummary,
} from "./run-figures.ts";

/** Returns every figure of a report, in order. */
export const reportFigures = (protocols: readonly Protocol[]): Figure[] => [
	...ownFigures,
	...partsOf(protocols, ({ figures }) => figures),
];

/** Reads the figures and measures of an analysed run, and judges its conditions. */
export async function figuresOf(
	database: Database,
	analysed: Analysed,
	protocols: readonly Protocol[],
): Promise<RunFigures> {
	const views = await createViews(database, analysed.tables, analysed.run);
	const recorded = await readRun(analysed.folder).catch(() => undefined);
	const plan = recorded?.plan;
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
	].filter(isByAnalysis);
	const sampled = views.includes("samples");
	const rows = await readFigures(database, reportFigures(protocols), views);
	const figures: Omit<RunFigures, "judgements"> = {
		...(await measurable(database, sampled)),
		measures: protocolMeasures(rows, protocols),
		run: analysed.run,
		label: analysed.run,
		about: recorded ? aboutPlan(recorded) : aboutImport(analysed),
		plan: plan?.hash ?? analysed.plan ?? "",
		...(analysed.notes && { notes: analysed.notes }),
		...(analysed.invalid && { invalid: analysed.invalid }),
		experiment: analysed.experiment,
		criteria: [
			...new Set(
				(plan?.criteria ?? [])
					.filter(isByAnalysis)
					.map(({ measure }) => measure),
			),
		],
		nodes: counts?.nodes ?? 0,
		messages: counts?.messages ?? 0,
		lineCount: analysed.lineCount,
		...(recorded?.course.shipped && { shipped: recorded.course.shipped }),
		...(analysed.rates && { rates: analysed.rates }),
		curve: await ask("latency-curve"),
		byNode: await ask("latency-by-node"),
		byMessage: await ask("latency-by-message"),
		missingMap: await ask("missing-map"),
		missingByMessage: await ask("missing-by-message"),
		missingByNode: await ask("missing-by-node"),
		loggedTwice: (await ask<{ node: string }>("logged-twice")).map(
			({ node }) => node,
		),
		crossCheck: await ask("cross-check"),
		publishers: await ask("publishers"),
		strays: await database.rows("SELECT * FROM strays ORDER BY what"),
		clocks: await database.rows(
			"SELECT * FROM clocks WHERE from_host < to_host ORDER BY from_host, to_host",
		),
		untimed: await ask("untimed"),
		overTime: sampled ? await ask("samples-over-time") : [],
		windows: await database.rows(
			"SELECT * FROM windows ORDER BY start_ns, name",
		),
		protocols: rows,
		parts: await windowsOf(database, analysed, { sampled, protocols }),
	};
	return {
		...figures,
		judgements: judge({ ...figures, judgements: [] }, conditions),
	};
}

async function measurable(
	database: Database,
	sampled: boolean,
): Promise<Omit<Measurable, "measures">> {
	const [latency] = await database.rows<Latency>(query("latency"));
	const [gaps] = await database.rows<{ nodes: number }>(
		"SELECT count(DISTINCT node) AS nodes FROM gaps WHERE reason IN ('log gap', 'no line of the node''s log')",
	);
	const [undecided] = await database.rows<{ losses: number }>(
		query("undecided-losses"),
	);
	return {
		undecidedLosses: undecided?.losses ?? 0,
		outcomes: await database.rows(query("outcomes")),
		latency: latency as Latency,
		samples: sampled ? await database.rows(query("samples-by-series")) : [],
		nodesWithLogGap: gaps?.nodes ?? 0,
		missing: await database.rows(`${query("missing")} LIMIT 1000`),
	};
}

/** Measures each window of a run. */
async function windowsOf(
	database: Database,
	{ tables, run }: Analysed,
	{
		sampled,
		protocols,
	}: { readonly sampled: boolean; readonly protocols: readonly Protocol[] },
): Promise<Record<string, Measurable>> {
	const windows = await database.rows<RunFigures["windows"][number]>(
		"SELECT * FROM windows ORDER BY start_ns, name",
	);
	const parts: Record<string, Measurable> = {};
	for (const { name, start_ns, end_ns } of windows) {
		const part = { start: BigInt(start_ns), end: BigInt(end_ns) };
		const views = await createViews(database, tables, run, part);
		const rows: Record<string, FigureRows> = {};
		for (const figure of windowFigures(protocols)) {
			const limits = { folder: tables, run, tables: figure.within ?? [], part };
			Object.assign(
				rows,
				await withEventsOf(database, limits, () =>
					readFigures(database, [figure], views),
				),
			);
		}
		parts[name] = {
			...(await measurable(database, sampled)),
			measures: protocolMeasures(rows, protocols),
		};
	}
	await createViews(database, tables, run);
	return parts;
}

const isByAnalysis = ({ measure }: Condition): boolean =>
	measures[measure].by === "analysis";

/** Summarizes a series in one number: a counter by its last value, a gauge or rate by its median. */
export function reduced(query: string, summary: SeriesSummary): number {
	const known = runQueries.find(({ name }) => name === query);
	const counter =
		known !== undefined &&
		metrics[known.metric].type === "counter" &&
		!known.rate;
	return counter ? summary.last_value : summary.median_value;
}
