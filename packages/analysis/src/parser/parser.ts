import type { EventSchema } from "../events/schema.ts";
import type { Origin } from "../formats/format.ts";
import { EventWriter } from "./_event-writer.ts";
import { LineReader, type OnUnknown } from "./_line-reader.ts";
import { Unwrapper } from "./_unwrapper.ts";
import type { Batch } from "./batch.ts";
import { Stream } from "./stream.ts";
import { Tally } from "./tally.ts";

export interface ParserOptions {
	/** Events to look for. */
	readonly schemas: readonly EventSchema[];
	/** Rows per batch. @default 2048, the vector size of DuckDB */
	readonly batchRows?: number;
	/** Bytes read after which partly filled batches are handed out too: the text of a row keeps its whole chunk in memory. @default 16 MiB */
	readonly flushBytes?: number;
	/** Limit of a line; a longer one is counted as `unparsed` and dropped. @default 1 MiB */
	readonly maxLineBytes?: number;
	/** Whether records without a schema become rows of `log`. @default true */
	readonly keepLog?: boolean;
	/** Called for every line without a format and every record without a schema, for the template miner. */
	readonly onUnknown?: OnUnknown;
	/** Returns the name of the stream for lines whose envelope names their origin. @default namespace, pod and container */
	readonly nameOf?: (origin: Origin) => string;
}

const fullName = ({ namespace, pod, container }: Origin): string =>
	[namespace, pod, container].filter(Boolean).join("/");

/**
 * Turns lines into batches of typed columns. Every line ends as an event, a
 * continuation or unparsed; `tally` counts them.
 *
 * Path of a line: a `Stream` cuts it out of the bytes, the `Unwrapper` removes
 * the envelopes of collectors, the `LineReader` finds its format and fields, and
 * the `EventWriter` writes the row.
 */
export class LogParser {
	readonly tally = new Tally();
	/** Stream names; batches refer to them by index. Envelopes that name the origin of their lines add some. */
	readonly streams: string[] = [];
	private readonly writer: EventWriter;
	private readonly lines: Unwrapper;
	private readonly maxLineBytes: number;

	constructor({
		schemas,
		batchRows = 2048,
		flushBytes = 2 ** 24,
		maxLineBytes = 2 ** 20,
		keepLog = true,
		onUnknown,
		nameOf = fullName,
	}: ParserOptions) {
		const { streams, tally } = this;
		const rows = { schemas, batchRows, flushBytes, keepLog };
		this.writer = new EventWriter(rows, tally);
		const reader = new LineReader(this.writer, { tally, streams, onUnknown });
		this.lines = new Unwrapper(reader, {
			tally,
			maxLineBytes,
			streams,
			nameOf,
		});
		this.maxLineBytes = maxLineBytes;
	}

	/**
	 * Opens a stream of lines: a file, a container, the response to a query.
	 *
	 * @param writtenBefore time before which its lines were written, seconds since
	 * 1970: tells the year of times without one. @default now
	 */
	stream(
		name: string,
		{ writtenBefore }: { readonly writtenBefore?: number } = {},
	): Stream {
		const index = this.streams.push(name) - 1;
		return new Stream(index, this.lines, this.maxLineBytes, writtenBefore);
	}

	/** Removes and returns the full batches; `end` returns the rest. */
	take(): Batch[] {
		return this.writer.take();
	}

	/** Returns the remaining batches. Call it once every stream has ended. */
	end(): Batch[] {
		this.writer.flush();
		return this.take();
	}
}
