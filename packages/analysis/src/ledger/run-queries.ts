import { type Duration, LabError, toMilliseconds } from "@lab/core";
import { gossipQueries, type Query, queueQueries } from "@lab/signals";
import type { LogQuery, MetricQuery } from "../sources/index.ts";
import type { RunFolder } from "./read-run.ts";

export interface MetricOptions {
	/** @default the queries of 10ksim */
	readonly queries?: readonly Query[];
	/** @default the scrape interval of the plan */
	readonly stepMs?: number;
	/** @default 121 s as in 10ksim, and at least four scrape intervals */
	readonly rateWindow?: Duration;
}

/** All lines of a run's nodes, from its first event to its last. */
export function logQueryOf({ plan, start, end }: RunFolder): LogQuery {
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

/** Of a rate: four scrapes of the lab's stores, which come each 30 s. */
const RATE_WINDOW_MS = 121_000;

/** A protocol that a run does not speak answers with no series. */
const runQueries: readonly Query[] = [...gossipQueries, ...queueQueries];

/**
 * What is asked about a run: points that end with the last scrape.
 *
 * @throws LabError `rate-window-too-short`
 */
export function metricQueriesOf(
	{ plan, start, collected }: RunFolder,
	{ queries = runQueries, stepMs, rateWindow }: MetricOptions,
): MetricQuery[] {
	const scrape = plan.drain.scrapeIntervalMs || 15_000;
	const window: Duration =
		rateWindow ?? `${Math.max(4 * scrape, RATE_WINDOW_MS)}ms`;
	if (toMilliseconds(window) < 2 * scrape) {
		throw new LabError({
			code: "rate-window-too-short",
			what: `a rate over ${window} needs two samples, which come each ${scrape} ms`,
			where: "--rate-window",
			help: "take four scrape intervals",
		});
	}
	const step = BigInt(stepMs ?? scrape) * 1_000_000n;
	return queries.map((query) => ({
		query,
		scope: { namespace: plan.namespace, rateWindow: window },
		// So many steps before the end that the last point is the end.
		start: collected - ((collected - start) / step) * step,
		end: collected,
		stepMs: stepMs ?? scrape,
	}));
}
