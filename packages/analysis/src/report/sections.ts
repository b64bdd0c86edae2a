import { gossipQueries, metrics } from "@lab/signals";
import { protocolFigures } from "../figures/index.ts";
import { median } from "../statistics/index.ts";
import type { RunFigures } from "./figures.ts";
import { reduced } from "./figures.ts";

/** A table with its heading: shown as HTML, as Markdown and as CSV alike. */
export interface Section {
	readonly title: string;
	readonly note?: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number)[])[];
}

const MAX_ROWS = 25;
const ms = (ns: number | null | undefined): string =>
	ns === null || ns === undefined ? "never" : (ns / 1e6).toFixed(2);

type CrossCheck = RunFigures["crossCheck"][number];

/** The tables of a report. */
export function sectionsOf(runs: readonly RunFigures[]): Section[] {
	return [
		criteria(runs),
		outcomes(runs),
		latencies(runs),
		lines(runs),
		missing(runs),
		losers(runs),
		clocks(runs),
		series(runs),
		...protocols(runs),
	].filter(({ rows }) => rows.length > 0);
}

const criteria = (runs: readonly RunFigures[]): Section => ({
	title: "Criteria and guards",
	columns: ["run", "measure", "holds", "why"],
	rows: runs.flatMap(({ run, judgements }) =>
		judgements.map(({ condition, holds, why }) => [
			run,
			condition.measure,
			holds,
			why,
		]),
	),
});

const outcomes = (runs: readonly RunFigures[]): Section => ({
	title: "Every expected delivery",
	note: "One row per kind of end; the pairs of a run add up to messages x other nodes.",
	columns: ["run", "outcome", "reason", "pairs"],
	rows: runs.flatMap(({ run, outcomes: rows }) =>
		rows.map(({ outcome, reason, pairs }) => [run, outcome, reason, pairs]),
	),
});

const latencies = (runs: readonly RunFigures[]): Section => ({
	title: "Latency",
	note: "In ms. 'within' is the largest error of a clock offset: a difference smaller than that says nothing.",
	columns: [
		"run",
		"deliveries",
		"p50",
		"p95",
		"p99",
		"max",
		"within",
		"negative",
	],
	rows: runs
		.filter(({ latency }) => latency.deliveries !== null)
		.map(({ run, latency }) => [
			run,
			latency.deliveries ?? 0,
			ms(latency.p50_ns),
			ms(latency.p95_ns),
			ms(latency.p99_ns),
			ms(latency.max_ns),
			ms(latency.error_ns),
			latency.negative ?? 0,
		]),
});

const lines = (runs: readonly RunFigures[]): Section => ({
	title: "Lines of log",
	note: "lines + unpacked = events + continuations + unparsed. 'lost': lines that nodes wrote, by their sentinels, and that no collector has.",
	columns: [
		"run",
		"lines",
		"unpacked",
		"events",
		"continuations",
		"unparsed",
		"cut files",
		"lost",
		"silent nodes",
	],
	rows: runs.map(
		({
			run,
			lineCount: {
				lines: all,
				unpacked,
				events,
				continuations,
				unparsed,
				cut,
				lost,
				silent,
			},
		}) => [
			run,
			all,
			unpacked,
			events,
			continuations,
			unparsed,
			cut,
			lost ?? "no sentinels",
			silent?.length ?? "no sentinels",
		],
	),
});

const missing = (runs: readonly RunFigures[]): Section => ({
	title: "Missing deliveries",
	note: `The first ${MAX_ROWS} of each run; all are in missing.csv.`,
	columns: ["run", "message", "node", "reason"],
	rows: runs.flatMap(({ run, missing: rows }) =>
		rows
			.slice(0, MAX_ROWS)
			.map(({ id, node, reason }) => [run, String(id), node, reason]),
	),
});

/** Who lost something, of logs, counters and acknowledgements. */
const losers = (runs: readonly RunFigures[]): Section => ({
	title: "Who lost what",
	note: "Logs against the nodes' own counters, and acknowledgements against arrivals.",
	columns: ["run", "loser", "of", "example"],
	rows: runs.flatMap(({ run, crossCheck, publishers, strays }) => [
		...[...new Set(crossCheck.map(({ loser }) => loser))]
			.filter((loser) => loser !== "nobody")
			.map((loser) => {
				const rows = crossCheck.filter((row) => row.loser === loser);
				const { node, expected, logged, counted } = rows[0] as CrossCheck;
				return [
					run,
					loser,
					`${rows.length} nodes`,
					`${node}: expected ${expected}, logged ${logged}, counted ${counted ?? "?"}`,
				];
			}),
		...publishers
			.filter(({ loser }) => loser !== "nobody")
			.map(({ loser, messages, result, seen }) => [
				run,
				loser,
				`${messages} messages`,
				`${result}, ${seen}`,
			]),
		...strays.map(({ what, lines: count }) => [
			run,
			"nobody",
			`${count} lines`,
			what,
		]),
	]),
});

const clocks = (runs: readonly RunFigures[]): Section => ({
	title: "Clocks of the machines",
	note: "How far the second clock is ahead of the first, and by how much that may be wrong.",
	columns: ["run", "from", "to", "offset ms", "within ms"],
	rows: runs.flatMap(({ run, clocks: rows }) =>
		rows
			.slice(0, MAX_ROWS)
			.map(({ from_host, to_host, offset_ns, error_ns }) => [
				run,
				from_host,
				to_host,
				error_ns === null ? "" : ms(offset_ns),
				error_ns === null
					? "not measurable: no traffic both ways"
					: ms(error_ns),
			]),
	),
});

const series = (runs: readonly RunFigures[]): Section => ({
	title: "Metrics of the typical node",
	note: "Counters by their last value, gauges and rates by their median over the run; then the median of all series.",
	columns: ["metric", "unit", ...runs.map(({ run }) => run)],
	rows: [
		...gossipQueries.flatMap(({ name, metric, rate }) => {
			const values = runs.map(({ samples }) =>
				median(
					samples
						.filter(({ query }) => query === name)
						.map((row) => reduced(name, row)),
				),
			);
			if (values.every(Number.isNaN)) return [];
			return [
				[
					name,
					`${metrics[metric].unit}${rate ? "/s" : ""}`,
					...values.map(shown),
				],
			];
		}),
		...duplicateRatio(runs),
	],
});

function duplicateRatio(runs: readonly RunFigures[]): (string | number)[][] {
	const ratios = runs.map(({ samples }) => {
		const of = (name: string) =>
			new Map(
				samples
					.filter(({ query }) => query === name)
					.map((row) => [row.series, row.last_value]),
			);
		const received = of("received");
		return median(
			[...of("duplicate")].flatMap(([node, copies]) => {
				const all = received.get(node) ?? 0;
				return all > 0 ? [copies / all] : [];
			}),
		);
	});
	return ratios.every(Number.isNaN)
		? []
		: [["duplicates per message", "ratio", ...ratios.map(shown)]];
}

const shown = (value: number): string =>
	Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)));

const protocols = (runs: readonly RunFigures[]): Section[] =>
	protocolFigures
		.filter(({ drawn }) => !drawn)
		.map(({ name, title, note }): Section => {
			const rows = runs.flatMap(({ run, protocols: found }) =>
				(found[name] ?? []).slice(0, MAX_ROWS).map((row) => ({ run, ...row })),
			);
			const cut = runs.some(
				({ protocols: found }) => (found[name]?.length ?? 0) > MAX_ROWS,
			);
			return {
				title,
				note: cut
					? `${note} The first ${MAX_ROWS} of each run; all are in ${name}.csv.`
					: note,
				columns: Object.keys(rows[0] ?? {}),
				rows: rows.map((row) =>
					Object.values(row as Record<string, unknown>).map((value) =>
						typeof value === "number"
							? Number(value.toPrecision(9))
							: String(value ?? ""),
					),
				),
			};
		});
