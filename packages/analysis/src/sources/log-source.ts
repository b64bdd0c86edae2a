/** Origin of a line; a part that the source does not know is empty. */
export interface LogStream {
	/** Number of containers of the pod before this one; absent if unknown. */
	readonly restarts?: number;
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	/** Machine, which determines the clock. */
	readonly host: string;
}

/** Lines of one stream, in the order of writing. */
export interface LogBatch {
	readonly stream: LogStream;
	/** When the collector saw each line, ns since 1970; absent if unknown. */
	readonly times?: BigInt64Array;
	readonly lines: readonly string[];
	/** Indices of lines of which the source has only the beginning. */
	readonly cut?: readonly number[];
}

/** Bytes of one stream; a chunk may end anywhere. */
export interface LogBytes {
	readonly stream: LogStream;
	readonly bytes: Uint8Array;
}

export interface LogQuery {
	/** ns since 1970. */
	readonly start: bigint;
	/** Exclusive, ns since 1970. */
	readonly end: bigint;
	readonly namespace: string;
	/** Names of StatefulSets: a pod is `<workload>-<ordinal>`. */
	readonly workloads: readonly string[];
	readonly container?: string;
}

/** A part of the result, which is read and retried as a unit. */
export interface LogSlice {
	readonly id: string;
	readonly start: bigint;
	readonly end: bigint;
	/** Workload whose lines it contains; for files, the stream. */
	readonly part: string;
	/** Number of lines according to the source; any other number is an error. */
	readonly lines?: number;
}

export interface LogCapabilities {
	/** Whether the source counts the lines of a slice in advance. */
	readonly counts: boolean;
	/** Whether the source knows when the collector saw a line. */
	readonly times: boolean;
	/** Whether the source is read over a network: failed slices are then retried. */
	readonly remote: boolean;
}

/** Interface of all log sources. Each implementation passes `test/analysis/_log-source.conformance.ts`. */
export interface LogSource {
	readonly name: string;
	readonly capabilities: LogCapabilities;
	/** Returns the slices of a result, in order of time within a part. */
	plan(query: LogQuery, signal?: AbortSignal): Promise<LogSlice[]>;
	/**
	 * Reads the lines of a slice.
	 *
	 * @throws LabError if the slice cannot be read completely: a partial result is
	 * never returned as a complete one
	 */
	read(
		query: LogQuery,
		slice: LogSlice,
		signal?: AbortSignal,
	): AsyncIterable<LogBatch>;
	/** Reads a slice as bytes, if the source has them, which saves decoding and encoding the lines again. */
	readBytes?(query: LogQuery, slice: LogSlice): AsyncIterable<LogBytes>;
}
