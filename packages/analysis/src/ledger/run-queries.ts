import { type Duration, LabError, toMilliseconds } from "@lab/core";
import { type Query, runQueries } from "@lab/signals";
import type { LogQuery, MetricQuery } from "../sources/index.ts";
import type { RecordedRun } from "./read-run.ts";

export interface MetricOptions {
	/** @default the queries of 10ksim */
	readonly queries?: readonly Query[];
	/** @default the scrape interval of the plan */
	readonly stepMs?: number;
	/** @default 121 s as in 10ksim, and at least four scrape intervals; less in a run shorter than two such windows */
	readonly rateWindow?: Duration;
}

/** Returns the query for all lines of a run's nodes, from its first event to its last. */
export function logQueryOf({ plan, start, end }: RecordedRun): LogQuery {
	const [container, ...others] = new Set(
		plan.groups.map((group) => group.container),
	);
	return {
		start,
		end,
		namespace: plan.namespace,
		workloads: plan.groups.map(({ name }) => name),
		...(container && others.length === 0 && { container }),
	};
}

/** Window of a rate: four scrapes of the lab's stores, at 30 s each. */
const RATE_WINDOW_MS = 121_000;

/** Window over which the rates of a run are taken. */
export interface RateWindow {
	readonly ms: number;
	/** Why the run has no rates; absent if it is long enough. */
	readonly lack?: string;
}

/**
 * Returns the window of a run's rates. It lies within the run: a longer one would
 * spread the increase over time in which no node was observed.
 *
 * @throws LabError `rate-window-too-short`, `rate-window-too-long`
 */
export function rateWindowOf(
	{ plan, zero, collected }: Observed,
	{ rateWindow }: MetricOptions = {},
): RateWindow {
	const scrape = scrapeMs(plan);
	const run = Math.max(1, Number((collected - zero) / 1_000_000n));
	if (rateWindow !== undefined) {
		const ms = toMilliseconds(rateWindow);
		const wrong = (code: string, what: string, help: string) =>
			new LabError({ code, what, where: `--rate-window ${rateWindow}`, help });
		if (ms < 2 * scrape)
			throw wrong(
				"rate-window-too-short",
				`a rate over ${rateWindow} needs two samples, but the scrape interval is ${scrape} ms`,
				"use at least four scrape intervals",
			);
		if (ms > run)
			throw wrong(
				"rate-window-too-long",
				`a rate over ${rateWindow} needs as long a run, but this one took ${run / 1000} s from the start of its timeline`,
				"use a shorter window, or leave it to the length of the run",
			);
		return { ms };
	}
	const usual = Math.max(4 * scrape, RATE_WINDOW_MS);
	const ms =
		run >= 2 * usual
			? usual
			: Math.max(Math.min(4 * scrape, run), Math.floor(run / 2));
	return run >= 2 * scrape
		? { ms }
		: {
				ms,
				lack: `a rate needs two samples, but the run took ${run / 1000} s and the scrape interval is ${scrape / 1000} s`,
			};
}

type Observed = Pick<RecordedRun, "plan" | "zero" | "collected">;

const scrapeMs = ({ drain }: RecordedRun["plan"]): number =>
	drain.scrapeIntervalMs || 15_000;

/**
 * Returns the metric queries of a run, with the last point at the last scrape, and
 * the first point of a rate one window after the start of the timeline.
 *
 * @throws LabError `rate-window-too-short`, `rate-window-too-long`
 */
export function metricQueriesOf(
	run: Observed & Pick<RecordedRun, "start">,
	options: MetricOptions,
): MetricQuery[] {
	const { plan, start, zero, collected } = run;
	const { queries = runQueries, stepMs = scrapeMs(plan) } = options;
	const { ms } = rateWindowOf(run, options);
	const step = BigInt(stepMs) * 1_000_000n;
	const window = BigInt(ms) * 1_000_000n;
	// A whole number of steps before the end, so that the last point is the end.
	const firstAfter = (time: bigint) =>
		time < collected
			? collected - ((collected - time) / step) * step
			: collected;
	return queries.map((query) => ({
		query,
		scope: { namespace: plan.namespace, rateWindow: `${ms}ms` },
		start: firstAfter(query.rate ? zero + window : start),
		end: collected,
		stepMs,
	}));
}
