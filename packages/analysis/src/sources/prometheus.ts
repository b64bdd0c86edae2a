import { toPromql } from "@lab/signals";
import {
	ask,
	type Endpoint,
	jsonBody,
	Passing,
	type Patience,
	patience,
	retried,
} from "./_http.ts";
import type { MetricQuery, MetricSource } from "./metric-source.ts";

interface Answer {
	readonly status: string;
	readonly error?: string;
	/** Thanos and Mimir: something did not answer. */
	readonly warnings?: readonly string[];
	/** VictoriaMetrics cluster: likewise. */
	readonly isPartial?: boolean;
	readonly data: {
		readonly result: readonly {
			readonly metric: Readonly<Record<string, string>>;
			readonly values: readonly (readonly [number, string])[];
		}[];
	};
}

/** Points per series and request: far below Prometheus' 11,000, to bound memory. */
const SLICE_POINTS = 500;

/** The HTTP API of Prometheus, VictoriaMetrics, Mimir and Thanos. */
export function prometheus(
	server: Endpoint,
	waits: Patience = patience,
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
				const answer = await retried(
					() => once(server, query, start, end, signal),
					waits,
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
		await ask(server, {
			path,
			form: {
				query: toPromql(query.query, query.scope),
				start: toSeconds(start),
				end: toSeconds(end),
				step: String(query.stepMs / 1000),
				// VictoriaMetrics: no rounding of the window to its cache's grid.
				nocache: "1",
			},
			signal,
		}),
	);
	const doubt =
		answer.isPartial === true
			? "isPartial"
			: (answer.warnings?.join("; ") ?? answer.error);
	if (answer.status !== "success" || doubt) {
		throw new Passing(
			"partial-answer",
			`the server says: ${doubt ?? answer.status}`,
			`${server.url}${path}`,
		);
	}
	return answer;
}

const toSeconds = (time: bigint): string =>
	(Number(time / 1_000_000n) / 1000).toFixed(3);

/** Prometheus writes `+Inf`, JavaScript reads `Infinity`. */
export function toNumber(text: string): number {
	if (text === "+Inf" || text === "Inf") return Number.POSITIVE_INFINITY;
	if (text === "-Inf") return Number.NEGATIVE_INFINITY;
	return Number(text);
}
