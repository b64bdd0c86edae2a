import { nodePattern } from "@lab/record/node-name";
import { bucketWidth, slicesOf } from "./_buckets.ts";
import { BatchCollector, fromIso, toIso } from "./_gather.ts";
import {
	type Endpoint,
	jsonBody,
	sendRequest,
	transientError,
} from "./_http.ts";
import { type LabelMapping, streamOf } from "./label-mapping.ts";
import type { LogQuery, LogSource } from "./log-source.ts";

interface Searched {
	readonly timed_out: boolean;
	readonly _shards: { readonly failed: number };
	readonly hits: {
		readonly hits: readonly {
			readonly _source: Readonly<Record<string, unknown>>;
			readonly sort: readonly unknown[];
		}[];
	};
	readonly aggregations?: {
		readonly lines: {
			readonly buckets: readonly {
				readonly key: number;
				readonly doc_count: number;
			}[];
		};
	};
}

/** Default `index.max_result_window`. */
const PAGE = 10_000;

/** Lifetime of a point in time after the last page. */
const KEEP_ALIVE = "2m";

/** Differences between the two: how to open and close a point in time, and the tie-breaker for lines of the same time. */
const dialects = {
	elasticsearch: {
		open: (index: string) => `/${index}/_pit?keep_alive=${KEEP_ALIVE}`,
		opened: ({ id }: Opened) => id,
		close: "/_pit",
		closing: (id: string) => ({ id }),
		tie: "_shard_doc",
	},
	opensearch: {
		open: (index: string) =>
			`/${index}/_search/point_in_time?keep_alive=${KEEP_ALIVE}`,
		opened: ({ pit_id }: Opened) => pit_id,
		close: "/_search/point_in_time",
		closing: (id: string) => ({ pit_id: [id] }),
		tie: "_id",
	},
} as const;

interface Opened {
	readonly id: string;
	readonly pit_id: string;
}

/**
 * Reads logs by the search API that Elasticsearch and OpenSearch share. A slice is
 * read page by page (`search_after`) at one point in time, so that new lines do
 * not shift the pages.
 */
export function elasticsearch(
	server: Endpoint & {
		readonly kind: keyof typeof dialects;
		readonly index: string;
	},
	labels: LabelMapping,
	{ page = PAGE, sliceLines }: { page?: number; sliceLines?: number } = {},
): LogSource {
	const matching = (
		query: LogQuery,
		workload: string,
		start: bigint,
		end: bigint,
	) => ({
		bool: {
			filter: [
				{ range: { [labels.time]: { gte: toIso(start), lt: toIso(end) } } },
				{ term: { [labels.namespace]: query.namespace } },
				{ regexp: { [labels.pod]: nodePattern(workload) } },
				...(query.container
					? [{ term: { [labels.container]: query.container } }]
					: []),
			],
		},
	});
	const dialect = dialects[server.kind];
	async function search(json: object, path: string, signal?: AbortSignal) {
		const answer = await jsonBody<Searched>(
			await sendRequest(server, { path, json, signal }),
		);
		if (answer.timed_out || answer._shards.failed > 0) {
			throw transientError(
				"partial-answer",
				answer.timed_out
					? "the search timed out"
					: `${answer._shards.failed} shards failed`,
				`${server.url}${path}`,
			);
		}
		return answer;
	}

	return {
		name: "elasticsearch",
		capabilities: { counts: true, times: true, remote: true },

		async plan(query, signal) {
			const width = bucketWidth(query);
			const slices = [];
			for (const workload of query.workloads) {
				const { aggregations } = await search(
					{
						size: 0,
						query: matching(query, workload, query.start, query.end),
						aggs: {
							lines: {
								date_histogram: {
									field: labels.time,
									fixed_interval: `${width / 1_000_000_000n}s`,
									min_doc_count: 1,
								},
							},
						},
					},
					`/${server.index}/_search`,
					signal,
				);
				const buckets = (aggregations?.lines.buckets ?? []).map((bucket) => ({
					start: BigInt(bucket.key) * 1_000_000n,
					lines: bucket.doc_count,
				}));
				slices.push(...slicesOf(query, workload, buckets, sliceLines));
			}
			return slices;
		},

		async *read(query, slice, signal) {
			const lines = new BatchCollector();
			const pit = dialect.opened(
				await jsonBody<Opened>(
					await sendRequest(server, {
						path: dialect.open(server.index),
						signal,
					}),
				),
			);
			let after: readonly unknown[] | undefined;
			for (;;) {
				const { hits } = await search(
					{
						size: page,
						pit: { id: pit, keep_alive: KEEP_ALIVE },
						track_total_hits: false,
						query: matching(query, slice.part, slice.start, slice.end),
						sort: [
							// In milliseconds, which are exact in JSON; the collector sorts by nanoseconds.
							{ [labels.time]: { order: "asc", numeric_type: "date" } },
							{ [dialect.tie]: "asc" },
						],
						...(after && { search_after: after }),
					},
					"/_search",
					signal,
				);
				for (const { _source } of hits.hits) {
					const value = (name: string) => at(_source, name);
					lines.add(streamOf(labels, value), {
						time: fromIso(value(labels.time) ?? ""),
						line: value(labels.message) ?? "",
						order: Number(value(labels.order) ?? 0),
					});
				}
				if (hits.hits.length < page) break;
				after = hits.hits.at(-1)?.sort;
			}
			// After an error, the point in time expires by itself.
			await jsonBody(
				await sendRequest(server, {
					method: "DELETE",
					path: dialect.close,
					json: dialect.closing(pit),
					signal,
				}),
			);
			yield* lines.batches();
		},
	};
}

/** Returns a value by name. `a.b` may be one key or a path; `a.b.keyword` is the index's unanalysed copy of `a.b`. */
function at(
	source: Readonly<Record<string, unknown>>,
	name: string,
): string | undefined {
	const found = source[name] ?? along(source, name);
	if (found !== undefined) return String(found);
	return name.endsWith(KEYWORD)
		? at(source, name.slice(0, -KEYWORD.length))
		: undefined;
}

const KEYWORD = ".keyword";

const along = (source: Readonly<Record<string, unknown>>, path: string) =>
	path
		.split(".")
		.reduce<unknown>(
			(value, key) => (value as Record<string, unknown> | undefined)?.[key],
			source,
		);
