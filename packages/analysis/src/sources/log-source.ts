/** Where a line comes from; a part that the source does not know is empty. */
export interface LogStream {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	/** The machine: what a clock belongs to. */
	readonly host: string;
}

/** Lines of one stream, in the order in which they were written. */
export interface LogBatch {
	readonly stream: LogStream;
	/** When the collector saw each line, ns since 1970; absent where nobody says. */
	readonly times?: BigInt64Array;
	readonly lines: readonly string[];
}

/** Bytes of one stream, cut anywhere. */
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

/** A part of the answer that one request brings, or none. */
export interface LogSlice {
	readonly id: string;
	readonly start: bigint;
	readonly end: bigint;
	/** Whose lines; of files, which stream. */
	readonly part: string;
	/** How many lines the source says there are; a slice with fewer is an error. */
	readonly lines?: number;
}

export interface LogCapabilities {
	/** Says beforehand how many lines a slice has. */
	readonly counts: boolean;
	/** Says when the collector saw a line. */
	readonly times: boolean;
	/** Reached over a network: its slices are read again when they fail. */
	readonly remote: boolean;
}

/** The port for logs. Each implementation passes `test/analysis/_log-source.conformance.ts`. */
export interface LogSource {
	readonly name: string;
	readonly capabilities: LogCapabilities;
	/** The slices of an answer, in order of time within a part. */
	plan(query: LogQuery, signal?: AbortSignal): Promise<LogSlice[]>;
	/**
	 * @throws LabError when the slice cannot be read to its end: a part is
	 * never passed off as the whole
	 */
	read(
		query: LogQuery,
		slice: LogSlice,
		signal?: AbortSignal,
	): AsyncIterable<LogBatch>;
	/** The same as bytes, of a source that has them: nothing is decoded only to be encoded again. */
	readBytes?(query: LogQuery, slice: LogSlice): AsyncIterable<LogBytes>;
}
