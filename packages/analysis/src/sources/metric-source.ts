import type { Query, QueryScope } from "@lab/signals";

export interface MetricQuery {
	readonly query: Query;
	readonly scope: QueryScope;
	/** ns since 1970. */
	readonly start: bigint;
	/** Inclusive, as PromQL has it. */
	readonly end: bigint;
	readonly stepMs: number;
}

/** Points of one series, in order of time; a series may come in several pieces. */
export interface Series {
	readonly labels: Readonly<Record<string, string>>;
	/** ns since 1970. */
	readonly times: BigInt64Array;
	readonly values: Float64Array;
}

export interface MetricCapabilities {
	/** A PromQL engine of its own answers; else we work on raw samples. */
	readonly promql: boolean;
	readonly remote: boolean;
}

/** The port for metrics. Each implementation passes `test/analysis/_metric-source.conformance.ts`. */
export interface MetricSource {
	readonly name: string;
	readonly capabilities: MetricCapabilities;
	/** @throws LabError when the answer is not whole */
	range(query: MetricQuery, signal?: AbortSignal): AsyncIterable<Series>;
}
