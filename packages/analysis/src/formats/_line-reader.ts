import { isContinuation } from "./_continuation.ts";
import type { EventWriter, Instant } from "./_event-writer.ts";
import type { Lane } from "./_lanes.ts";
import { CERTAIN, type LineFormat } from "./format.ts";
import { LineRecord } from "./record.ts";
import { formats } from "./registry.ts";
import type { Tally } from "./tally.ts";

const MAX_OPEN_LINES = 64;
const MAX_OPEN_BYTES = 65_536;

/** Told of lines without a format and records without a schema. */
export type OnUnknown = (text: string, format: string | undefined) => void;

/** Unwrapped lines in, records out: finds the format, joins what goes on, hands rows to the writer. */
export class LineReader {
	/** Is the text that is being read surely ASCII? */
	ascii = false;
	private readonly writer: EventWriter;
	private readonly tally: Tally;
	private readonly streams: readonly string[];
	private readonly onUnknown: OnUnknown | undefined;
	private readonly record = new LineRecord();

	/** @param streams their names, by index; may grow */
	constructor(
		writer: EventWriter,
		tally: Tally,
		streams: readonly string[],
		onUnknown: OnUnknown | undefined,
	) {
		this.writer = writer;
		this.tally = tally;
		this.streams = streams;
		this.onUnknown = onUnknown;
	}

	/** The lines that follow are of this text. */
	setChunk(text: string, bytes: Uint8Array): void {
		this.record.setChunk(text, bytes);
	}

	/** Reads a line as the ones before it were read. @returns false when it stands otherwise */
	readAsBefore(
		stream: number,
		lane: Lane,
		text: string,
		start: number,
		end: number,
		at: number,
		outer: Instant | undefined,
	): boolean {
		if (lane.open !== undefined) return false;
		const format = this.recent(lane, text, start, end);
		if (format === undefined) return false;
		this.settle(stream, lane, format, text, start, end, at, outer);
		return true;
	}

	/** Reads a line that may be of any format, or go on from the one before. */
	readAfresh(
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

	/** The open record ends as it is. */
	close(stream: number, lane: Lane): void {
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

	/** Counts a line that is no record. */
	refuse(reason: string, stream: number, at: number, text: string): void {
		this.tally.addUnparsed(reason, this.streams[stream] ?? "", at, text);
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

	private read(
		format: LineFormat,
		text: string,
		start: number,
		end: number,
	): boolean {
		this.record.reset(text, this.ascii);
		return format.parse(text, start, end, this.record);
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
}
