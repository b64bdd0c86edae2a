import { type MeasureName, measures } from "@lab/record";
import { dateOf } from "../about/index.ts";
import { deliveryBounds } from "../delivery-bounds.ts";
import { measured } from "../judge.ts";
import { percentiles } from "../latency-bounds.ts";
import type { Latency, Percentile, RunFigures } from "../run-figures.ts";
import { MAX_ROWS, ms, percent, type Section } from "./section.ts";

const WHOLE = "whole run";

/** The windows of a run, after the whole run: `undefined`. */
const windowsOf = ({ parts }: RunFigures): (string | undefined)[] => [
	undefined,
	...Object.keys(parts),
];

/** Every run and each of its windows. */
const partsOf = (runs: readonly RunFigures[]) =>
	runs.flatMap((run) =>
		windowsOf(run).flatMap((window) => {
			const part = window === undefined ? run : run.parts[window];
			return part === undefined ? [] : [{ run, window, part }];
		}),
	);

/** Deliveries of the whole run and of each window: one row each. */
export function deliveries(runs: readonly RunFigures[]): Section {
	const rows = partsOf(runs).map(({ run, window, part }) => {
		const pairs = (outcome: string) =>
			part.outcomes
				.filter((row) => row.outcome === outcome)
				.reduce((sum, row) => sum + row.pairs, 0);
		const ratio = measured(run, window)["delivery.ratio"];
		const bounds = deliveryBounds(run, "delivery.ratio", window);
		const within = bounds?.map(percent).join(" to ");
		return [
			run.label,
			window ?? WHOLE,
			startOf(run, window),
			part.outcomes.reduce((sum, row) => sum + row.pairs, 0),
			ratio === undefined
				? "nothing expected"
				: `${percent(ratio)}${within ? ` (${within})` : ""}`,
			pairs("missing"),
			pairs("duplicate"),
			pairs("unobservable"),
		];
	});
	return {
		title: "Deliveries",
		note: "Pairs of a message and a node that should receive it, by the time of publishing. Delivered: share of the pairs whose outcome is known; in brackets, its bounds over all pairs.",
		columns: [
			"run",
			"window",
			"from (UTC)",
			"expected",
			"delivered",
			"missing",
			"duplicates",
			"unobservable",
		],
		rows,
		tones: rows.map(([, , , , , missing]) =>
			missing === 0 ? undefined : "no",
		),
	};
}

/** Latency of the whole run and of each window: one row each. */
export const latencies = (runs: readonly RunFigures[]): Section => ({
	title: "Latency",
	note: "In ms, of the deliveries whose time could be measured. In brackets: bounds of the value over all deliveries, given the accuracy of the clocks.",
	columns: ["run", "window", "deliveries", "measured", ...percentiles],
	rows: partsOf(runs)
		.filter(({ part }) => part.latency.deliveries !== null)
		.map(({ run, window, part: { latency } }) => [
			run.label,
			window ?? WHOLE,
			latency.deliveries ?? 0,
			latency.measured ?? 0,
			...percentiles.map((name) => bracketed(latency, name)),
		]),
});

/** Measures of the protocols, of the whole run and of each window in which they have a value. */
export function protocolMeasures(runs: readonly RunFigures[]): Section {
	const names = Object.keys(measures).filter((name) =>
		runs.some((run) => name in run.measures),
	) as MeasureName[];
	const shown = partsOf(runs).filter(({ part }) =>
		names.some((name) => name in part.measures),
	);
	return {
		title: "Measures of the protocols",
		note: "What happened in a window, by the time of its log line. Without a value: the measure is defined for whole runs only, or nothing happened.",
		columns: ["run", "window", ...names.map(columnOf)],
		rows: shown.map(({ run, window, part }) => [
			run.label,
			window ?? WHOLE,
			...names.map((name) => short(part.measures[name])),
		]),
	};
}

const columnOf = (name: MeasureName): string => {
	const { unit } = measures[name];
	return unit === "ratio" || unit === "count" ? name : `${name}, ${unit}`;
};

const short = (value: number | undefined): number | string =>
	value === undefined ? "" : Number(value.toPrecision(6));

/** Time of day at which the run, or the window, starts. */
function startOf(
	{ about: { started }, windows }: RunFigures,
	window: string | undefined,
): string {
	const start =
		window === undefined
			? started
			: windows.find(({ name }) => name === window)?.start_ns;
	return start === undefined ? "" : dateOf(BigInt(start)).slice(11, 19);
}

function bracketed(latency: Latency, name: Percentile): string {
	const high = latency[`${name}_high_ns`];
	if (high === null) return "not measurable";
	const [value, low] = [latency[`${name}_ns`], latency[`${name}_low_ns`]].map(
		ms,
	);
	return value === low && value === ms(high)
		? `${value}`
		: `${value} (${low} to ${ms(high)})`;
}

export const outcomes = (runs: readonly RunFigures[]): Section => ({
	title: "Expected deliveries by outcome",
	note: "One row per outcome and reason; the pairs of a run add up to messages x other nodes.",
	columns: ["run", "outcome", "reason", "pairs"],
	rows: runs.flatMap(({ label, outcomes: rows }) =>
		rows.map(({ outcome, reason, pairs }) => [label, outcome, reason, pairs]),
	),
});

/** Deliveries without a latency, by reason. */
export const untimed = (runs: readonly RunFigures[]): Section => ({
	title: "Deliveries whose time cannot be measured",
	note: "They count as delivered; the latencies exclude them.",
	columns: ["run", "from", "to", "reason", "deliveries"],
	rows: runs.flatMap(({ label, untimed: rows }) =>
		rows
			.slice(0, MAX_ROWS)
			.map(({ from_host, to_host, reason, deliveries: count }) => [
				label,
				from_host || "unknown",
				to_host || "unknown",
				reason,
				count,
			]),
	),
});
