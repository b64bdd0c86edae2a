import type { Duration } from "@lab/core";
import type { MetricName } from "./metrics.ts";

/** Direction that is an improvement, or why neither is. */
export type Better = "higher" | "lower" | { readonly neither: string };

/** Query over metrics, as data: it can be printed as PromQL or evaluated on raw samples. */
export interface Query {
	/** Name of the result's table and CSV. */
	readonly name: string;
	readonly metric: MetricName;
	/** Label values that the samples must have, besides the namespace. */
	readonly where?: Readonly<Record<string, string>>;
	/** Query a counter's increase per second instead of its value. */
	readonly rate?: true;
	/** Combine series that have the same value of this label. */
	readonly aggregate?: {
		readonly by: "pod" | "job";
		readonly op: "sum" | "max";
	};
	/** Labels that identify a series of the result. */
	readonly series: readonly string[];
	readonly better: Better;
	/** Subfolder of its CSV in a report, as in 10ksim. @default the report's metrics folder itself */
	readonly folder?: string;
}

export interface QueryScope {
	readonly namespace: string;
	/** Window of a rate; spans at least four scrapes, so that one lost scrape leaves no gap. */
	readonly rateWindow: Duration;
}

/** Formats the query as PromQL accepted by both Prometheus and VictoriaMetrics. */
export function toPromql(query: Query, scope: QueryScope): string {
	const matchers = Object.entries({
		...query.where,
		namespace: scope.namespace,
	}).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
	const selector = `${query.metric}{${matchers.join(",")}}`;
	// In VictoriaMetrics, a series that ended keeps its last rate for the whole window.
	const value = query.rate
		? `(rate(${selector}[${scope.rateWindow}]) and ${selector})`
		: selector;
	const { aggregate } = query;
	return aggregate ? `${aggregate.op} by (${aggregate.by}) (${value})` : value;
}
