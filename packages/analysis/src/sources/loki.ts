import { exitCode, LabError } from "@lab/core";
import { nodePattern } from "@lab/record/node-name";
import { bucketWidth, slicesOf } from "./_buckets.ts";
import { BatchCollector } from "./_gather.ts";
import {
	type Endpoint,
	jsonBody,
	sendRequest,
	transientError,
} from "./_http.ts";
import { type LabelMapping, streamOf } from "./label-mapping.ts";
import type { LogQuery, LogSource } from "./log-source.ts";

interface Answer<Entry> {
	readonly status: string;
	readonly data: { readonly result: readonly Entry[] };
	readonly warnings?: readonly string[];
}
interface Counted {
	readonly values: readonly (readonly [number, string])[];
}
interface Streamed {
	readonly stream: Readonly<Record<string, string>>;
	readonly values: readonly (readonly [string, string])[];
}

/** Loki's default `max_entries_limit_per_query`, the maximum that a request may ask for. */
const PAGE = 5000;

const tooMany = (page: number, time: bigint, where: string): LabError =>
	new LabError({
		code: "too-many-lines-in-one-moment",
		what: `${page} lines or more have the time ${time}, and Loki returns no more at once`,
		where,
		help: "raise max_entries_limit_per_query, or read the log files directly",
		exit: exitCode.unavailable,
	});

/**
 * Reads Loki's HTTP API. It returns at most 5000 lines at once, so a slice takes
 * several requests. If a page ends within the lines of one nanosecond, the next
 * page skips the number of them already seen.
 */
export function loki(
	server: Endpoint,
	labels: LabelMapping,
	{ page = PAGE, sliceLines }: { page?: number; sliceLines?: number } = {},
): LogSource {
	const selector = (query: LogQuery, workload: string) =>
		`{${[
			`${labels.namespace}="${query.namespace}"`,
			`${labels.pod}=~"${nodePattern(workload)}"`,
			...(query.container ? [`${labels.container}="${query.container}"`] : []),
		].join(",")}}`;

	async function range<E>(
		form: Record<string, string>,
		signal?: AbortSignal,
	): Promise<readonly E[]> {
		const path = `/loki/api/v1/query_range?${new URLSearchParams(form)}`;
		const answer = await jsonBody<Answer<E>>(
			await sendRequest(server, { path, method: "GET", signal }),
		);
		if (answer.status !== "success" || answer.warnings?.length) {
			throw transientError(
				"partial-answer",
				`Loki reports: ${answer.warnings?.join("; ") ?? answer.status}`,
				`${server.url}/loki/api/v1/query_range`,
			);
		}
		return answer.data.result;
	}

	return {
		name: "loki",
		capabilities: { counts: true, times: true, remote: true },

		async plan(query, signal) {
			const width = bucketWidth(query);
			const slices = [];
			for (const workload of query.workloads) {
				// A range includes its end, so query one ns before the end of the bucket.
				const counted = await range<Counted>(
					{
						query: `sum(count_over_time(${selector(query, workload)}[${width / 1_000_000_000n}s]))`,
						start: String(query.start + width - 1n),
						end: String(query.end + width - 1n),
						step: String(width / 1_000_000_000n),
					},
					signal,
				);
				const buckets = counted.flatMap(({ values }) =>
					values.map(([seconds, lines]) => {
						const end = BigInt(Math.round(seconds * 1e3)) * 1_000_000n;
						const index = (end - query.start + width / 2n) / width - 1n;
						return { start: query.start + index * width, lines: Number(lines) };
					}),
				);
				slices.push(...slicesOf(query, workload, buckets, sliceLines));
			}
			return slices;
		},

		async *read(query, slice, signal) {
			const lines = new BatchCollector();
			let from = slice.start;
			let seenAtFrom = 0;
			for (;;) {
				const streams = await range<Streamed>(
					{
						query: selector(query, slice.part),
						start: String(from),
						end: String(slice.end),
						limit: String(page),
						direction: "forward",
					},
					signal,
				);
				const entries = streams
					.flatMap(({ stream, values }) => {
						const origin = streamOf(labels, (name) => stream[name]);
						return values.map(([time, line]) => ({
							origin,
							time: BigInt(time),
							line,
						}));
					})
					.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
				for (const { origin, time, line } of entries.slice(seenAtFrom)) {
					lines.add(origin, { time, line });
				}
				if (entries.length < page) break;
				const last = entries.at(-1)?.time as bigint;
				seenAtFrom = entries.filter(({ time }) => time === last).length;
				if (seenAtFrom === page) throw tooMany(page, last, server.url);
				from = last;
			}
			yield* lines.batches();
		},
	};
}
