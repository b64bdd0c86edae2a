import { LabError } from "@lab/core";
import { Passing, type Patience, patience, retried } from "./_http.ts";
import type {
	LogBatch,
	LogBytes,
	LogQuery,
	LogSlice,
	LogSource,
} from "./log-source.ts";

export interface ReadOptions {
	readonly signal?: AbortSignal;
	readonly patience?: Patience;
	/** Ids of slices that need not be read again. */
	readonly done?: ReadonlySet<string>;
	readonly onSlice?: (slice: LogSlice, index: number, of: number) => void;
}

export interface SliceOfLogs {
	readonly slice: LogSlice;
	readonly batches: AsyncIterable<LogBatch> | Iterable<LogBatch>;
	/** The same, of a source that has bytes. */
	readonly bytes?: AsyncIterable<LogBytes>;
}

/**
 * Reads all lines of a query, slice after slice.
 *
 * A slice from a network is handed on only when it is whole: read to its end,
 * with as many lines as the server counted. One that fails is read again.
 *
 * @throws LabError `partial-answer` when lines stay away
 */
export async function* readLogs(
	source: LogSource,
	query: LogQuery,
	options: ReadOptions = {},
): AsyncGenerator<SliceOfLogs> {
	const { signal, done, onSlice } = options;
	const waits = options.patience ?? patience;
	const slices = await retried(() => source.plan(query, signal), waits, signal);
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
		const batches = await retried(
			() => whole(source, query, slice, signal),
			waits,
			signal,
		);
		yield { slice, batches };
	}
}

async function whole(
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
		throw new Passing(
			"partial-answer",
			`${source.name} counts ${slice.lines} lines and sends ${lines}`,
			`slice ${slice.id}`,
		);
	}
	return batches;
}

/**
 * A query that cannot have an answer is a mistake, not an empty result.
 *
 * @throws LabError `empty-window`, `no-workload`
 */
export function checkQuery(query: LogQuery): void {
	if (query.end <= query.start) {
		throw new LabError({
			code: "empty-window",
			what: `the window ends (${query.end}) before it starts (${query.start})`,
			where: "the query",
			help: "give a window of a run",
		});
	}
	if (query.workloads.length === 0) {
		throw new LabError({
			code: "no-workload",
			what: "no workload is asked for",
			where: "the query",
			help: "name the StatefulSets whose lines are wanted",
		});
	}
}
