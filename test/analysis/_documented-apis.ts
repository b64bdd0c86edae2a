/**
 * Fakes of Loki and Elasticsearch, from the documentation of their HTTP APIs: grafana.com/docs/loki
 * "query_range", elastic.co "search API", "date histogram", "search_after",
 * "point in time"; opensearch.org "point in time".
 */
import {
	container,
	corpus,
	namespace,
	timeOf,
	unrelated,
} from "./_log-source.conformance.ts";
import { answering, bodyOf, type Running } from "./_servers.ts";

const records = Object.entries({ ...corpus, ...unrelated }).flatMap(
	([pod, lines]) =>
		lines.map((line, index) => ({ pod, line, time: timeOf(index), index })),
);
const matching = (pattern: string) => (pod: string) =>
	new RegExp(`^(?:${pattern})$`).test(pod);

/** @param most `max_entries_limit_per_query` */
export function fakeLoki(host: string, most: number): Promise<Running> {
	return answering((request, response) => {
		const parameters = new URL(request.url ?? "", "http://loki").searchParams;
		const query = parameters.get("query") ?? "";
		const isWanted = matching(/pod=~"([^"]+)"/.exec(query)?.[1] ?? "");
		const wanted = records.filter(
			({ pod }) => isWanted(pod) && query.includes(`namespace="${namespace}"`),
		);
		const [start, end] = [
			BigInt(parameters.get("start") ?? 0),
			BigInt(parameters.get("end") ?? 0),
		];
		response.setHeader("content-type", "application/json");
		const range = /\[(\d+)s\]/.exec(query)?.[1];
		if (range !== undefined) {
			const step = BigInt(parameters.get("step") ?? 1) * 1_000_000_000n;
			const values: [number, string][] = [];
			for (let at = start; at <= end; at += step) {
				const from = at - BigInt(range) * 1_000_000_000n;
				const count = wanted.filter(
					({ time }) => time > from && time <= at,
				).length;
				if (count > 0)
					values.push([Number(at / 1_000_000n) / 1000, String(count)]);
			}
			const result = values.length > 0 ? [{ metric: {}, values }] : [];
			response.end(
				JSON.stringify({
					status: "success",
					data: { resultType: "matrix", result },
				}),
			);
			return;
		}
		const limit = Number(parameters.get("limit"));
		if (limit > most) {
			response.statusCode = 400;
			response.end(
				`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${most})`,
			);
			return;
		}
		const page = wanted
			.filter(({ time }) => time >= start && time < end)
			.sort((a, b) => Number(a.time - b.time))
			.slice(0, limit);
		const pods = [...new Set(page.map(({ pod }) => pod))];
		const result = pods.map((pod) => ({
			stream: { namespace, pod, container, node_name: host },
			values: page
				.filter((one) => one.pod === pod)
				.map(({ time, line }) => [String(time), line]),
		}));
		response.end(
			JSON.stringify({
				status: "success",
				data: { resultType: "streams", result },
			}),
		);
	});
}

interface Search {
	readonly size: number;
	readonly query: {
		readonly bool: {
			readonly filter: readonly Record<string, Record<string, unknown>>[];
		};
	};
	readonly aggs?: {
		readonly lines: {
			readonly date_histogram: { readonly fixed_interval: string };
		};
	};
	readonly search_after?: readonly [string, number];
	readonly pit?: { readonly id: string };
	readonly sort?: readonly Record<string, unknown>[];
}

/** Requests by which each of the two opens and closes a point in time. */
const points = {
	elasticsearch: {
		open: "/logs/_pit?keep_alive=2m",
		opened: (id: string) => ({ id }),
		close: "/_pit",
		closed: (body: { id?: string }) => body.id,
		tie: "_shard_doc",
	},
	opensearch: {
		open: "/logs/_search/point_in_time?keep_alive=2m",
		opened: (id: string) => ({ pit_id: id }),
		close: "/_search/point_in_time",
		closed: (body: { pit_id?: readonly string[] }) => body.pit_id?.[0],
		tie: "_id",
	},
} as const;

/** @param open receives the ids of points in time that are still open */
export function fakeElasticsearch(
	host: string,
	kind: keyof typeof points,
	open: Set<string>,
): Promise<Running> {
	const point = points[kind];
	return answering(async (request, response) => {
		const body = await bodyOf(request);
		response.setHeader("content-type", "application/json");
		if (request.url === point.open) {
			const id = `point-${open.size}-${Math.random()}`;
			open.add(id);
			response.end(JSON.stringify(point.opened(id)));
			return;
		}
		if (request.method === "DELETE" && request.url === point.close) {
			const known = open.delete(point.closed(JSON.parse(body)) ?? "");
			response.statusCode = known ? 200 : 404;
			response.end("{}");
			return;
		}
		const search = JSON.parse(body) as Search;
		// Refuse a page without a point in time, or without a tie-breaker in its order.
		const valid =
			request.url === "/_search"
				? open.has(search.pit?.id ?? "") && search.sort?.[1]?.[point.tie]
				: request.url === "/logs/_search" && search.aggs;
		if (!valid) {
			response.statusCode = 400;
			response.end("{}");
			return;
		}
		const clause = (kind: string) =>
			search.query.bool.filter.flatMap((one) => (one[kind] ? [one[kind]] : []));
		const isWanted = matching(
			String(Object.values(clause("regexp")[0] ?? {})[0]),
		);
		const limits = Object.values(clause("range")[0] ?? {})[0] as {
			gte: string;
			lt: string;
		};
		const iso = (time: bigint) =>
			`${new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19)}.${String(time % 1_000_000_000n).padStart(9, "0")}Z`;
		const wanted = records
			.filter(
				({ pod, time }) =>
					isWanted(pod) && iso(time) >= limits.gte && iso(time) < limits.lt,
			)
			.sort((a, b) => Number(a.time - b.time));
		if (search.aggs) {
			const width =
				Number.parseInt(search.aggs.lines.date_histogram.fixed_interval, 10) *
				1000;
			const buckets = new Map<number, number>();
			for (const { time } of wanted) {
				const key = Math.floor(Number(time / 1_000_000n) / width) * width;
				buckets.set(key, (buckets.get(key) ?? 0) + 1);
			}
			response.end(
				JSON.stringify({
					timed_out: false,
					_shards: { failed: 0 },
					hits: { hits: [] },
					aggregations: {
						lines: {
							buckets: [...buckets].map(([key, doc_count]) => ({
								key,
								doc_count,
							})),
						},
					},
				}),
			);
			return;
		}
		const from =
			search.search_after === undefined ? 0 : search.search_after[1] + 1;
		const hits = wanted
			.slice(from, from + search.size)
			.map(({ pod, line, time }, index) => ({
				_source: {
					"@timestamp": iso(time),
					message: line,
					kubernetes: {
						namespace,
						pod: { name: pod },
						container: { name: container },
						node: { name: host },
					},
				},
				sort: [iso(time), from + index],
			}));
		response.end(
			JSON.stringify({
				timed_out: false,
				_shards: { failed: 0 },
				hits: { hits },
			}),
		);
	});
}
