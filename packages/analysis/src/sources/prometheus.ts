import type { RetryPolicy } from "@lab/core";
import { toPromql } from "@lab/signals";
import {
	type Endpoint,
	jsonBody,
	retryPolicy,
	retryTransient,
	sendRequest,
	transientError,
} from "./_http.ts";
import type { MetricQuery, MetricSource } from "./metric-source.ts";

interface Answer {
	readonly status: string;
	readonly error?: string;
	/** Thanos and Mimir: a part of the store did not respond. */
	readonly warnings?: readonly string[];
	/** VictoriaMetrics cluster: the same. */
	readonly isPartial?: boolean;
	readonly data: {
		readonly result: readonly {
			readonly metric: Readonly<Record<string, string>>;
			readonly values: readonly (readonly [number, string])[];
		}[];
	};
}

/** Points per series and request: far below Prometheus' limit of 11,000, to limit memory. */
const SLICE_POINTS = 500;

/** Reads the HTTP API of Prometheus, VictoriaMetrics, Mimir and Thanos. */
export function prometheus(
	server: Endpoint,
	policy: RetryPolicy = retryPolicy,
	slicePoints = SLICE_POINTS,
): MetricSource {
	return {
		name: "prometheus",
		capabilities: { promql: true, remote: true },

		async *range(query, signal) {
			const step = BigInt(query.stepMs) * 1_000_000n;
			const stride = step * BigInt(slicePoints);
			for (let start = query.start; start <= query.end; start += stride) {
				const last = start + stride - step;
				const end = last < query.end ? last : query.end;
				const answer = await retryTransient(
					() => once(server, query, start, end, signal),
					policy,
					signal,
				);
				for (const { metric, values } of answer.data.result) {
					yield {
						labels: metric,
						times: BigInt64Array.from(
							values,
							([seconds]) => BigInt(Math.round(seconds * 1e3)) * 1_000_000n,
						),
						values: Float64Array.from(values, ([, value]) => toNumber(value)),
					};
				}
			}
		},
	};
}

async function once(
	server: Endpoint,
	query: MetricQuery,
	start: bigint,
	end: bigint,
	signal?: AbortSignal,
): Promise<Answer> {
	const path = "/api/v1/query_range";
	const answer = await jsonBody<Answer>(
		await sendRequest(server, {
			path,
			form: {
				query: toPromql(query.query, query.scope),
				start: toSeconds(start),
				end: toSeconds(end),
				step: String(query.stepMs / 1000),
				// VictoriaMetrics: do not align the time range with its cache.
				nocache: "1",
				// By default, VictoriaMetrics answers for the last 30 s with copies of the value before them.
				latency_offset: "1ms",
			},
			signal,
		}),
	);
	const warning =
		answer.isPartial === true
			? "isPartial"
			: (answer.warnings?.join("; ") ?? answer.error);
	if (answer.status !== "success" || warning) {
		throw transientError(
			"partial-answer",
			`the server reports: ${warning ?? answer.status}`,
			`${server.url}${path}`,
		);
	}
	return answer;
}

const toSeconds = (time: bigint): string =>
	(Number(time / 1_000_000n) / 1000).toFixed(3);

/** Parses a sample value: Prometheus writes `+Inf`, JavaScript reads `Infinity`. */
export function toNumber(text: string): number {
	if (text === "+Inf" || text === "Inf") return Number.POSITIVE_INFINITY;
	if (text === "-Inf") return Number.NEGATIVE_INFINITY;
	return Number(text);
}
