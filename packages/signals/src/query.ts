import type { Duration } from "@lab/core";
import type { MetricName } from "./metrics.ts";

/** A question about metrics as a value: printed as PromQL, or answered from raw samples. */
export interface Query {
	/** Name of the answer: of its table and its CSV. */
	readonly name: string;
	readonly metric: MetricName;
	/** Labels that the samples carry, besides the namespace. */
	readonly where?: Readonly<Record<string, string>>;
	/** Of a counter: its increase per second instead of its value. */
	readonly rate?: true;
	/** Several series become one. */
	readonly aggregate?: {
		readonly by: "pod" | "job";
		readonly op: "sum" | "max";
	};
	/** Labels that name one series of the answer. */
	readonly series: readonly string[];
}

export interface QueryScope {
	readonly namespace: string;
	/** Of a rate: at least four scrapes, so that one lost scrape loses nothing. */
	readonly rateWindow: Duration;
}

/** The query as PromQL that Prometheus and VictoriaMetrics both take. */
export function toPromql(query: Query, scope: QueryScope): string {
	const matchers = Object.entries({
		...query.where,
		namespace: scope.namespace,
	}).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
	const selector = `${query.metric}{${matchers.join(",")}}`;
	const value = query.rate
		? `rate(${selector}[${scope.rateWindow}])`
		: selector;
	const { aggregate } = query;
	return aggregate ? `${aggregate.op} by (${aggregate.by}) (${value})` : value;
}
