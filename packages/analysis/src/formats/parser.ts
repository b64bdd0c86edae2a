import { eventSchemas } from "../events/registry.ts";
import type { EventSchema } from "../events/schema.ts";
import { isContinuation } from "./_continuation.ts";
import { EventWriter, type Instant } from "./_event-writer.ts";
import type { Batch } from "./batch.ts";
import { CERTAIN, type Inner, type LineFormat } from "./format.ts";
import { LineRecord } from "./record.ts";
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
	readonly onUnknown?: (text: string, format: string | undefined) => void;
}

/** The state of one sequence of lines; stdout and stderr of a container are two. */
interface Lane {
	format: LineFormat | undefined;
	/** The one before it: two often alternate. */
	other: LineFormat | undefined;
	/** The parts so far of a line that a runtime cut, and how many. */
	parts: { text: string; count: number; line: number } | undefined;
	/** A record that may go on in the next line. */
	open:
		| { text: string; line: number; inner: Instant | undefined; lines: number }
		| undefined;
	/** Line of the last record, 0 before the first. */
	last: number;
}

const MAX_OPEN_LINES = 64;
const MAX_OPEN_BYTES = 65_536;
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
	private readonly onUnknown: ParserOptions["onUnknown"];
	private readonly record = new LineRecord();
	private readonly lanes: Map<string, Lane>[] = [];
	private lastLane: Lane | undefined;
	private lastLaneOf = -1;
	private lastChannel = "";
	private readonly flushBytes: number;
	private bytes = 0;
	/** Is the text that is being read surely ASCII? */
	private ascii = false;

	constructor(options: ParserOptions = {}) {
		const {
			schemas = eventSchemas,
			batchRows = 2048,
			keepLog = true,
		} = options;
		this.writer = new EventWriter({ schemas, batchRows, keepLog }, this.tally);
		this.onUnknown = options.onUnknown;
		this.maxLineBytes = options.maxLineBytes ?? 2 ** 20;
		this.flushBytes = options.flushBytes ?? 2 ** 24;
	}

	/** A new stream of lines: a file, a container, the answer of a query. */
	stream(name: string): Stream {
		this.lanes.push(new Map());
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
		this.ascii = ascii;
		this.unwrap(stream, "", text, start, end, at, outer, 0);
	}

	/** For streams: a line that was not even kept. */
	skip(stream: number, head: string, at: number, reason: string) {
		this.tally.lines++;
		this.refuse(reason, stream, at, head);
	}

	/** For streams: so many bytes were read. */
	addBytes(count: number): void {
		this.bytes += count;
		if (this.bytes < this.flushBytes) return;
		this.bytes = 0;
		this.writer.flush();
	}

	/** For streams: nothing follows. */
	endStream(stream: number): void {
		for (const [channel, lane] of this.lanes[stream] ?? []) {
			if (lane.parts !== undefined) {
				const { text, count, line } = lane.parts;
				lane.parts = undefined;
				this.tally.continuations += count - 1;
				this.unwrap(stream, channel, text, 0, text.length, line, undefined, 1);
			}
			this.close(stream, lane);
		}
	}

	private lane(stream: number, channel: string): Lane {
		if (stream === this.lastLaneOf && channel === this.lastChannel) {
			return this.lastLane as Lane;
		}
		const lane = this.findLane(stream, channel);
		this.lastLane = lane;
		this.lastLaneOf = stream;
		this.lastChannel = channel;
		return lane;
	}

	private findLane(stream: number, channel: string): Lane {
		const lanes = this.lanes[stream] as Map<string, Lane>;
		const known = lanes.get(channel);
		if (known !== undefined) return known;
		const lane: Lane = {
			format: undefined,
			other: undefined,
			parts: undefined,
			open: undefined,
			last: 0,
		};
		lanes.set(channel, lane);
		return lane;
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
		const lane = this.lane(stream, channel);
		// The format of the line before is right for nearly every line.
		const format =
			lane.open === undefined ? this.recent(lane, text, start, end) : undefined;
		if (format !== undefined) {
			this.settle(stream, lane, format, text, start, end, at, outer);
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
		this.choose(stream, lane, line, at, outer);
	}

	/** Tries the formats of the lines before. */
	private recent(
		lane: Lane,
		text: string,
		start: number,
		end: number,
	): LineFormat | undefined {
		const { format, other } = lane;
		if (format === undefined || this.read(format, text, start, end)) {
			return format;
		}
		if (other === undefined || !this.read(other, text, start, end)) {
			return undefined;
		}
		this.prefer(lane, other);
		return other;
	}

	private prefer(lane: Lane, format: LineFormat): void {
		if (lane.format === format) return;
		lane.other = lane.format;
		lane.format = format;
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
			this.refuse("an envelope without lines", stream, at, "");
			return;
		}
		this.tally.unpacked += inner.length - 1;
		// Envelopes have escapes, and parts come from other chunks.
		this.ascii = false;
		for (const piece of inner) {
			const name = `${channel}/${piece.channel ?? ""}`;
			const lane = this.lane(stream, name);
			const part = piece.text.slice(piece.start, piece.end);
			if (piece.partial) {
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
			const whole = text + part;
			if (whole.length > this.maxLineBytes) {
				this.refuse("longer than a line may be", stream, line, whole);
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

	private read(
		format: LineFormat,
		text: string,
		start: number,
		end: number,
	): boolean {
		this.record.reset(text, this.ascii);
		return format.parse(text, start, end, this.record);
	}

	private choose(
		stream: number,
		lane: Lane,
		line: string,
		at: number,
		outer: Instant | undefined,
	): void {
		const end = line.length;
		const scored = formats
			.map((format) => ({ format, score: format.detect(line, 0, end) }))
			.filter(({ score }) => score > 0)
			.sort((a, b) => b.score - a.score);
		const certain = (scored[0]?.score ?? 0) >= CERTAIN;
		if (!certain && this.goOn(stream, lane, line)) return;
		this.close(stream, lane);
		for (const { format } of scored) {
			if (!this.read(format, line, 0, end)) continue;
			this.prefer(lane, format);
			this.settle(stream, lane, format, line, 0, end, at, outer);
			return;
		}
		if (isContinuation(line)) {
			this.tally.continuations++;
			if (end > 0) this.writer.writeContinuation(line, lane.last, stream, at);
			return;
		}
		if (this.writer.writePlain(this.record, line, stream, at, outer)) {
			lane.last = at;
			return;
		}
		this.onUnknown?.(line, undefined);
		this.refuse("no format", stream, at, line);
	}

	/** Joins a line to the open record. @returns false when it does not belong to it */
	private goOn(stream: number, lane: Lane, line: string): boolean {
		const { open, format } = lane;
		if (open === undefined || format === undefined) return false;
		const joined = `${open.text}\n${line}`;
		this.ascii = false;
		if (open.lines >= MAX_OPEN_LINES || joined.length > MAX_OPEN_BYTES) {
			return false;
		}
		this.tally.continuations++;
		open.text = joined;
		open.lines++;
		if (
			this.read(format, joined, 0, joined.length) &&
			!this.record.open &&
			this.record.fieldCount > 0
		) {
			lane.open = undefined;
			this.emit(stream, lane, format, joined, open.line, open.inner);
		}
		return true;
	}

	/** The open record ends as it is. */
	private close(stream: number, lane: Lane): void {
		const { open, format } = lane;
		if (open === undefined || format === undefined) return;
		lane.open = undefined;
		const { ascii } = this;
		this.ascii = false;
		const mine = this.read(format, open.text, 0, open.text.length);
		this.ascii = ascii;
		if (mine) {
			this.emit(stream, lane, format, open.text, open.line, open.inner);
		} else {
			this.refuse("no format", stream, open.line, open.text);
		}
	}

	private settle(
		stream: number,
		lane: Lane,
		format: LineFormat,
		text: string,
		start: number,
		end: number,
		at: number,
		outer: Instant | undefined,
	): void {
		lane.last = at;
		if (this.record.open) {
			const own = text.slice(start, end);
			lane.open = { text: own, line: at, inner: outer, lines: 1 };
			return;
		}
		this.emit(stream, lane, format, text, at, outer, start, end);
	}

	private emit(
		stream: number,
		lane: Lane,
		format: LineFormat,
		text: string,
		at: number,
		outer: Instant | undefined,
		start = 0,
		end = text.length,
	): void {
		const { record, writer } = this;
		lane.last = at;
		const owners = writer.owners(record);
		if (owners === undefined) {
			this.onUnknown?.(text.slice(start, end), format.name);
			writer.writeLog(record, format, stream, at, outer);
			return;
		}
		const fault = writer.write(record, owners, format, stream, at, outer);
		if (fault !== undefined) {
			this.refuse(fault, stream, at, text.slice(start, end));
		}
	}

	private refuse(reason: string, stream: number, at: number, text: string) {
		this.tally.addUnparsed(reason, this.streams[stream] ?? "", at, text);
	}
}
