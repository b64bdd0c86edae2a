import type { Query, QueryScope } from "@lab/signals";

export interface MetricQuery {
	readonly query: Query;
	readonly scope: QueryScope;
	/** ns since 1970. */
	readonly start: bigint;
	/** Inclusive, as in PromQL. */
	readonly end: bigint;
	readonly stepMs: number;
}

/** Points of one series, in order of time; a series may be delivered in several pieces. */
export interface Series {
	readonly labels: Readonly<Record<string, string>>;
	/** ns since 1970. */
	readonly times: BigInt64Array;
	readonly values: Float64Array;
}

export interface MetricCapabilities {
	/** Whether the source has a PromQL engine; else we evaluate raw samples. */
	readonly promql: boolean;
	readonly remote: boolean;
}

/** Interface of all metric sources. Each implementation passes `test/analysis/_metric-source.conformance.ts`. */
export interface MetricSource {
	readonly name: string;
	readonly capabilities: MetricCapabilities;
	/** @throws LabError if the result is incomplete */
	range(query: MetricQuery, signal?: AbortSignal): AsyncIterable<Series>;
}
