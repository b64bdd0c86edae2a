import { LabError, type RetryPolicy } from "@lab/core";
import { retryPolicy, retryTransient, transientError } from "./_http.ts";
import type {
	LogBatch,
	LogBytes,
	LogQuery,
	LogSlice,
	LogSource,
} from "./log-source.ts";

export interface ReadOptions {
	readonly signal?: AbortSignal;
	readonly retryPolicy?: RetryPolicy;
	/** Ids of slices to skip. */
	readonly done?: ReadonlySet<string>;
	readonly onSlice?: (slice: LogSlice, index: number, of: number) => void;
}

export interface SliceOfLogs {
	readonly slice: LogSlice;
	readonly batches: AsyncIterable<LogBatch> | Iterable<LogBatch>;
	/** The same content as bytes, if the source has them. */
	readonly bytes?: AsyncIterable<LogBytes>;
}

/**
 * Reads all lines of a query, slice after slice.
 *
 * A slice from a remote source is returned only if it is complete: read to its
 * end, with the number of lines that the server counted. A failed slice is retried.
 *
 * @throws LabError `partial-answer` if lines are still missing after the retries
 */
export async function* readLogs(
	source: LogSource,
	query: LogQuery,
	options: ReadOptions = {},
): AsyncGenerator<SliceOfLogs> {
	const { signal, done, onSlice } = options;
	const policy = options.retryPolicy ?? retryPolicy;
	const slices = await retryTransient(
		() => source.plan(query, signal),
		policy,
		signal,
	);
	for (const [index, slice] of slices.entries()) {
		if (done?.has(slice.id)) continue;
		onSlice?.(slice, index, slices.length);
		if (!source.capabilities.remote) {
			const bytes = source.readBytes?.(query, slice);
			yield {
				slice,
				batches: source.read(query, slice, signal),
				...(bytes && { bytes }),
			};
			continue;
		}
		const batches = await retryTransient(
			() => readWhole(source, query, slice, signal),
			policy,
			signal,
		);
		yield { slice, batches };
	}
}

async function readWhole(
	source: LogSource,
	query: LogQuery,
	slice: LogSlice,
	signal?: AbortSignal,
): Promise<LogBatch[]> {
	const batches: LogBatch[] = [];
	let lines = 0;
	for await (const batch of source.read(query, slice, signal)) {
		batches.push(batch);
		lines += batch.lines.length;
	}
	if (slice.lines !== undefined && slice.lines !== lines) {
		throw transientError(
			"partial-answer",
			`${source.name} counted ${slice.lines} lines and sent ${lines}`,
			`slice ${slice.id}`,
		);
	}
	return batches;
}

/**
 * Rejects queries whose result would always be empty.
 *
 * @throws LabError `empty-window`, `no-workload`
 */
export function checkQuery(query: LogQuery): void {
	if (query.end <= query.start) {
		throw new LabError({
			code: "empty-window",
			what: `the time range ends (${query.end}) before it starts (${query.start})`,
			where: "the query",
			help: "pass the time range of a run",
		});
	}
	if (query.workloads.length === 0) {
		throw new LabError({
			code: "no-workload",
			what: "the query names no workload",
			where: "the query",
			help: "name the StatefulSets whose lines to read",
		});
	}
}
