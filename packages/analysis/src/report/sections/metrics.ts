import { metrics, runQueries } from "@lab/signals";
import { median } from "../../statistics/index.ts";
import { reduced } from "../figures.ts";
import type { Measurable, RunFigures } from "../run-figures.ts";
import type { Section } from "./section.ts";

/** One column of the table: a run, or a window of it. */
interface Column {
	readonly title: string;
	readonly samples: Measurable["samples"];
}

/** The typical node of each run, and of each window that a single run has. */
export function metricTables(runs: readonly RunFigures[]): Section[] {
	const [only] = runs;
	if (runs.length === 1 && only !== undefined) {
		return [
			table("Metrics of the typical node", runs, [
				{ title: "whole run", samples: only.samples },
				...Object.entries(only.parts).map(([title, { samples }]) => ({
					title,
					samples,
				})),
			]),
		];
	}
	const windows = new Set(runs.flatMap(({ parts }) => Object.keys(parts)));
	return [
		table(
			"Metrics of the typical node",
			runs,
			runs.map(({ label, samples }) => ({ title: label, samples })),
		),
		...[...windows].map((window) =>
			table(
				`Metrics of the typical node in window '${window}'`,
				[],
				runs.map(({ label, parts }) => ({
					title: label,
					samples: parts[window]?.samples ?? [],
				})),
			),
		),
	];
}

const table = (
	title: string,
	runs: readonly RunFigures[],
	columns: readonly Column[],
): Section => ({
	title,
	note: `Counters: last value; gauges and rates: median over the time. Shown is the median of all series.${ratesOf(runs)}`,
	columns: ["metric", "unit", ...columns.map((column) => column.title)],
	rows: [
		...runQueries.flatMap(({ name, metric, rate }) => {
			const values = columns.map(({ samples }) =>
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
		...duplicateRatio(columns),
	],
});

/** Says over which windows the rates are taken, or why there are none. */
const ratesOf = (runs: readonly RunFigures[]): string =>
	runs
		.flatMap(({ label, rates }) =>
			rates === undefined
				? []
				: [
						rates.lack === undefined
							? ` ${label}: rates are over ${rates.ms / 1000} s.`
							: ` ${label}: rates are not measurable: ${rates.lack}.`,
					],
		)
		.join("");

function duplicateRatio(columns: readonly Column[]): (string | number)[][] {
	const ratios = columns.map(({ samples }) => {
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
