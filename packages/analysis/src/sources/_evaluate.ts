import { toMilliseconds } from "@lab/core";
import type { Query } from "@lab/signals";
import type { MetricQuery, Series } from "./metric-source.ts";

/** Age at which a sample is stale: Prometheus' default. */
const LOOKBACK_MS = 300_000;

/** Raw samples of one series, ms since 1970, in order of time. */
export interface RawSeries {
	readonly labels: Readonly<Record<string, string>>;
	readonly times: readonly number[];
	readonly values: readonly number[];
}

/** Evaluates a query over raw samples by Prometheus' rules (look-back, extrapolated rate). */
export function evaluate(
	query: MetricQuery,
	raw: readonly RawSeries[],
): Series[] {
	const start = Number(query.start / 1_000_000n);
	const end = Number(query.end / 1_000_000n);
	const moments: number[] = [];
	for (let at = start; at <= end; at += query.stepMs) moments.push(at);
	const windowMs = toMilliseconds(query.scope.rateWindow);
	const evaluated = raw
		.filter(({ labels }) => matches(query.query, query.scope.namespace, labels))
		.map((series) => ({
			labels: series.labels,
			values: moments.map((at) =>
				query.query.rate ? rateAt(series, at, windowMs) : valueAt(series, at),
			),
		}));
	const { aggregate } = query.query;
	const groups = new Map<
		string,
		{ labels: Series["labels"]; values: (number | undefined)[] }
	>();
	for (const { labels, values } of evaluated) {
		const kept = aggregate
			? {
					...(labels[aggregate.by] && {
						[aggregate.by]: labels[aggregate.by] as string,
					}),
				}
			: withoutName(labels, query.query);
		const key = JSON.stringify(Object.entries(kept).sort());
		const group = groups.get(key);
		if (group === undefined) {
			groups.set(key, { labels: kept, values });
			continue;
		}
		for (const [index, value] of values.entries()) {
			const other = group.values[index];
			group.values[index] =
				value === undefined || other === undefined
					? (value ?? other)
					: aggregate?.op === "max"
						? Math.max(value, other)
						: value + other;
		}
	}
	return [...groups.values()].flatMap(({ labels, values }) => {
		const there = [...values.keys()].filter((i) => values[i] !== undefined);
		if (there.length === 0) return [];
		return [
			{
				labels,
				times: BigInt64Array.from(
					there,
					(i) => BigInt(moments[i] as number) * 1_000_000n,
				),
				values: Float64Array.from(there, (i) => values[i] as number),
			},
		];
	});
}

function matches(
	query: Query,
	namespace: string,
	labels: Series["labels"],
): boolean {
	return (
		labels.__name__ === query.metric &&
		labels.namespace === namespace &&
		Object.entries(query.where ?? {}).every(
			([name, value]) => labels[name] === value,
		)
	);
}

function withoutName(labels: Series["labels"], query: Query): Series["labels"] {
	if (!query.rate) return labels;
	const { __name__: _, ...rest } = labels;
	return rest;
}

/** Returns the index of the last sample at or before a time, or -1. */
function lastAt(times: readonly number[], at: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] as number) <= at) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

function valueAt({ times, values }: RawSeries, at: number): number | undefined {
	const index = lastAt(times, at);
	const time = times[index];
	return time === undefined || time < at - LOOKBACK_MS
		? undefined
		: values[index];
}

/** `extrapolatedRate` of Prometheus 2: both ends of the window are included, and counter resets are added. */
function rateAt(
	{ times, values }: RawSeries,
	at: number,
	windowMs: number,
): number | undefined {
	const start = at - windowMs;
	const last = lastAt(times, at);
	let first = lastAt(times, start);
	if (first < 0 || (times[first] as number) < start) first += 1;
	if (last - first < 1) return undefined;
	let increase = (values[last] as number) - (values[first] as number);
	for (let i = first + 1; i <= last; i++) {
		const before = values[i - 1] as number;
		if ((values[i] as number) < before) increase += before;
	}
	const spanMs = (times[last] as number) - (times[first] as number);
	const between = spanMs / (last - first);
	const limit = between * 1.1;
	let toStart = (times[first] as number) - start;
	let toEnd = at - (times[last] as number);
	// A counter is never negative: do not extrapolate below zero.
	if (increase > 0 && (values[first] as number) >= 0) {
		toStart = Math.min(
			toStart,
			spanMs * ((values[first] as number) / increase),
		);
	}
	toStart = toStart < limit ? toStart : between / 2;
	toEnd = toEnd < limit ? toEnd : between / 2;
	const factor = (spanMs + toStart + toEnd) / spanMs;
	return (increase * factor) / (windowMs / 1000);
}
