import { nodePattern } from "@lab/record/node-name";
import { bucketWidth, slicesOf } from "./_buckets.ts";
import { BatchCollector, fromIso, toIso } from "./_gather.ts";
import { type Endpoint, jsonBody, jsonLines, sendRequest } from "./_http.ts";
import { type LabelMapping, streamOf } from "./label-mapping.ts";
import type { LogQuery, LogSource } from "./log-source.ts";

interface Hits {
	readonly hits: readonly {
		readonly timestamps: readonly string[];
		readonly values: readonly number[];
	}[];
}

/** Reads VictoriaLogs: one request for the line counts of a workload, and one per slice. */
export function victoriaLogs(
	server: Endpoint,
	labels: LabelMapping,
	sliceLines?: number,
): LogSource {
	const filter = (query: LogQuery, workload: string) =>
		[
			`${quoted(labels.namespace)}:=${quoted(query.namespace)}`,
			`${quoted(labels.pod)}:~${quoted(`^${nodePattern(workload)}$`)}`,
			...(query.container
				? [`${quoted(labels.container)}:=${quoted(query.container)}`]
				: []),
		].join(" AND ");
	const within = (start: bigint, end: bigint) =>
		`_time:[${toIso(start)}, ${toIso(end)})`;

	return {
		name: "victoria-logs",
		capabilities: { counts: true, times: true, remote: true },

		async plan(query, signal) {
			const width = bucketWidth(query);
			const slices = [];
			for (const workload of query.workloads) {
				const answer = await jsonBody<Hits>(
					await sendRequest(server, {
						path: "/select/logsql/hits",
						form: {
							query: `${within(query.start, query.end)} AND ${filter(query, workload)}`,
							start: toIso(query.start),
							end: toIso(query.end),
							step: `${width / 1_000_000_000n}s`,
						},
						signal,
					}),
				);
				const buckets = answer.hits.flatMap(({ timestamps, values }) =>
					timestamps.map((time, index) => ({
						start: fromIso(time),
						lines: values[index] as number,
					})),
				);
				slices.push(...slicesOf(query, workload, buckets, sliceLines));
			}
			return slices;
		},

		async *read(query, slice, signal) {
			const names = [
				labels.time,
				labels.message,
				labels.namespace,
				labels.pod,
				labels.container,
				labels.host,
				labels.order,
				labels.cut ?? "",
			].filter(Boolean);
			const body = await sendRequest(server, {
				path: "/select/logsql/query",
				form: {
					query: `${within(slice.start, slice.end)} AND ${filter(query, slice.part)} | fields ${names.map(quoted).join(", ")}`,
				},
				signal,
			});
			const lines = new BatchCollector({ byOrder: true });
			for await (const records of jsonLines<Record<string, string>>(body)) {
				for (const record of records) {
					const message = record[labels.message] ?? "";
					const order = record[labels.order];
					lines.add(
						streamOf(labels, (name) => record[name]),
						{
							time: fromIso(record[labels.time] as string),
							line: message === NO_MESSAGE ? "" : message,
							order: order === undefined ? undefined : Number(order),
							cut: labels.cut !== undefined && record[labels.cut] !== undefined,
						},
					);
				}
			}
			yield* lines.batches();
		},
	};
}

/** What VictoriaLogs returns for an empty line (`-defaultMsgValue`). */
const NO_MESSAGE =
	"missing _msg field; see https://docs.victoriametrics.com/victorialogs/keyconcepts/#message-field";

const quoted = (text: string): string => JSON.stringify(text);
