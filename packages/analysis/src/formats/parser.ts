import { eventSchemas } from "../events/registry.ts";
import type { EventSchema } from "../events/schema.ts";
import { EventWriter, type Instant } from "./_event-writer.ts";
import { Lanes } from "./_lanes.ts";
import { LineReader, type OnUnknown } from "./_line-reader.ts";
import type { Batch } from "./batch.ts";
import { CERTAIN, type Inner, type LineFormat } from "./format.ts";
import { formats, wrappers } from "./registry.ts";
import { Stream } from "./stream.ts";
import { Tally } from "./tally.ts";

export interface ParserOptions {
	/** Which events to look for. @default all of them; see `schemasOf` for those of an image */
	readonly schemas?: readonly EventSchema[];
	/** Rows after which a batch is handed out. @default 2048, as many as DuckDB takes at once */
	readonly batchRows?: number;
	/** Bytes read after which even small batches are handed out: text of a row keeps its chunk in memory. @default 16 MiB */
	readonly flushBytes?: number;
	/** A longer line is `unparsed`, and not kept. @default 1 MiB */
	readonly maxLineBytes?: number;
	/** Keep records without a schema as rows of `log`? @default true */
	readonly keepLog?: boolean;
	/** Told of every line without a format and record without a schema, for the template miner. */
	readonly onUnknown?: OnUnknown;
}

const MAX_DEPTH = 4;

/**
 * Lines in, batches of typed columns out. Every line ends as an event, a
 * continuation or unparsed, and `tally` counts them.
 */
export class LogParser {
	readonly tally = new Tally();
	/** Names of the streams; batches refer to them by index. */
	readonly streams: string[] = [];
	readonly maxLineBytes: number;
	private readonly writer: EventWriter;
	private readonly reader: LineReader;
	private readonly lanes = new Lanes();
	private readonly flushBytes: number;
	private bytes = 0;

	constructor(options: ParserOptions = {}) {
		const {
			schemas = eventSchemas,
			batchRows = 2048,
			keepLog = true,
		} = options;
		this.writer = new EventWriter({ schemas, batchRows, keepLog }, this.tally);
		this.reader = new LineReader(
			this.writer,
			this.tally,
			this.streams,
			options.onUnknown,
		);
		this.maxLineBytes = options.maxLineBytes ?? 2 ** 20;
		this.flushBytes = options.flushBytes ?? 2 ** 24;
	}

	/** A new stream of lines: a file, a container, the answer of a query. */
	stream(name: string): Stream {
		this.lanes.add();
		return new Stream(this, this.streams.push(name) - 1);
	}

	/** Batches that are full; the rest comes with `end`. */
	take(): Batch[] {
		return this.writer.take();
	}

	/** What is left, once every stream has ended. */
	end(): Batch[] {
		this.writer.flush();
		return this.take();
	}

	/** For streams: one line, without its newline. */
	line(
		stream: number,
		text: string,
		start: number,
		end: number,
		at: number,
		ascii: boolean,
		outer?: Instant,
	): void {
		this.tally.lines++;
		this.reader.ascii = ascii;
		this.unwrap(stream, "", text, start, end, at, outer, 0);
	}

	/** For streams: a line that was not even kept. */
	skip(stream: number, head: string, at: number, reason: string) {
		this.tally.lines++;
		this.reader.refuse(reason, stream, at, head);
	}

	/** For streams: the lines that follow are of this text. */
	chunk(text: string, bytes: Uint8Array): void {
		this.reader.setChunk(text, bytes);
		this.bytes += bytes.length;
		if (this.bytes < this.flushBytes) return;
		this.bytes = 0;
		this.writer.flush();
	}

	/** For streams: nothing follows. */
	endStream(stream: number): void {
		this.reader.ascii = false; // what is left came from other chunks
		for (const [channel, lane] of this.lanes.all(stream)) {
			if (lane.parts !== undefined) {
				const { text, count, line } = lane.parts;
				lane.parts = undefined;
				this.tally.continuations += count - 1;
				this.unwrap(stream, channel, text, 0, text.length, line, undefined, 1);
			}
			this.reader.close(stream, lane);
		}
	}

	private unwrap(
		stream: number,
		channel: string,
		text: string,
		start: number,
		end: number,
		at: number,
		outer: Instant | undefined,
		depth: number,
	): void {
		const lane = this.lanes.of(stream, channel);
		// The format of the line before is right for nearly every line.
		if (this.reader.readAsBefore(stream, lane, text, start, end, at, outer)) {
			return;
		}
		// A text of its own, so that no search runs on into the lines behind it.
		const line = text.slice(start, end);
		const first = line.charCodeAt(0);
		if (depth < MAX_DEPTH && (first === 123 || (first >= 48 && first <= 57))) {
			for (const wrapper of wrappers) {
				const inner = wrapper.unwrap(line, 0, line.length);
				if (inner === undefined) continue;
				this.unpack(stream, channel, inner, at, outer, depth);
				return;
			}
		}
		this.reader.readAfresh(stream, lane, line, at, outer);
	}

	private unpack(
		stream: number,
		channel: string,
		inner: readonly Inner[],
		at: number,
		outer: Instant | undefined,
		depth: number,
	): void {
		if (inner.length === 0) {
			this.reader.refuse("an envelope without lines", stream, at, "");
			return;
		}
		this.tally.unpacked += inner.length - 1;
		// Envelopes have escapes, and parts come from other chunks.
		this.reader.ascii = false;
		for (const piece of inner) {
			const name = `${channel}/${piece.channel ?? ""}`;
			const lane = this.lanes.of(stream, name);
			if (piece.partial) {
				const part = piece.text.slice(piece.start, piece.end);
				lane.parts ??= { text: "", count: 0, line: at };
				lane.parts.count++;
				if (lane.parts.text.length < this.maxLineBytes) lane.parts.text += part;
				continue;
			}
			const outside = piece.seconds === undefined ? outer : piece;
			if (lane.parts === undefined) {
				const { text, start, end } = this.better(piece);
				this.unwrap(stream, name, text, start, end, at, outside, depth + 1);
				continue;
			}
			const { text, count, line } = lane.parts;
			lane.parts = undefined;
			this.tally.continuations += count;
			const whole = text + piece.text.slice(piece.start, piece.end);
			if (whole.length > this.maxLineBytes) {
				this.reader.refuse("longer than a line may be", stream, line, whole);
				continue;
			}
			this.unwrap(
				stream,
				name,
				whole,
				0,
				whole.length,
				line,
				outside,
				depth + 1,
			);
		}
	}

	/** Most envelopes hold a line of some format, some hold a bare sentence. */
	private better(piece: Inner): Pick<Inner, "text" | "start" | "end"> {
		const { otherwise, text, start, end } = piece;
		if (otherwise === undefined) return piece;
		const score = (format: LineFormat) => format.detect(text, start, end);
		return formats.some((format) => score(format) >= CERTAIN)
			? piece
			: { text: otherwise, start: 0, end: otherwise.length };
	}
}
