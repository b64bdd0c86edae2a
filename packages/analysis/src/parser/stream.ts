import { isAscii } from "node:buffer";
import type { Instant } from "../formats/format.ts";
import { Line, withoutColours } from "./line.ts";

const RETURN = 13;
const COLOUR_CODE = 27;
/** Longer chunks are cut into pieces of this many bytes, to bound memory. V8 keeps the text of a whole piece outside its heap, where no garbage collection copies it. */
const MAX_PIECE = 2 ** 20;
/** Characters kept of a line that is too long. */
const HEAD = 1000;

/** Receives the lines of streams. */
export interface LineSink {
	/** Sets the text that the following lines are part of, until the next call. */
	chunk(text: string, bytes: Uint8Array): void;
	/** Receives a line without its newline. The stream reuses the object for the next line. */
	line(line: Line): void;
	/** Receives the head of a line that exceeds the limit. */
	tooLong(head: Line): void;
	/**
	 * Ends the output of a container; another one continues the stream.
	 *
	 * @param cut its last line, if that had no newline
	 */
	restart(stream: number, cut: Line | undefined): void;
	/**
	 * Ends the stream.
	 *
	 * @param cut whether its last line had no newline
	 */
	end(stream: number, cut: boolean): void;
}

/** Splits bytes into lines; any bytes are accepted, and chunks may break anywhere. */
export class Stream {
	private readonly sink: LineSink;
	private readonly maxLineBytes: number;
	private readonly line: Line;
	/** Beginning of a line whose end has not arrived yet. */
	private parts: string[] = [];
	private partsLength = 0;
	/** Whether to drop the rest of this line, because it is too long. */
	private skipping = false;
	/** Whether the current text is pure ASCII. */
	private ascii = false;
	/** Whether the current text may contain colour codes. */
	private coloured = false;

	/**
	 * @param index of the stream, passed on to the sink
	 * @param maxLineBytes limit of a line; a longer one is dropped
	 */
	constructor(
		index: number,
		sink: LineSink,
		maxLineBytes: number,
		writtenBefore?: number,
	) {
		this.line = new Line(index, {
			container: 0,
			before: 0,
			...(writtenBefore !== undefined && { writtenBefore }),
		});
		this.sink = sink;
		this.maxLineBytes = maxLineBytes;
	}

	/** Accepts bytes as a file or a socket delivers them. */
	write(chunk: Uint8Array): void {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		for (let at = 0; at < bytes.length; at += MAX_PIECE) {
			this.writePiece(bytes.subarray(at, at + MAX_PIECE));
		}
	}

	/**
	 * Accepts lines that are already separate, such as fields of a JSON response; a
	 * newline within a line is part of it.
	 *
	 * @param times when the collector saw each line, ns since 1970; used for lines without a time
	 * @param cut indices of lines that are only the beginning of a line, which may contain a wrong number
	 */
	writeLines(
		lines: readonly string[],
		times?: BigInt64Array,
		cut: readonly number[] = [],
	): void {
		const whole = lines.join("\n");
		const bytes = Buffer.from(whole, "utf8");
		const text = bytes.toString("latin1");
		this.begin(text, bytes);
		let at = 0;
		for (const [index, line] of lines.entries()) {
			const end = at + (this.ascii ? line.length : Buffer.byteLength(line));
			this.line.seen = instant(times?.[index]);
			if (cut.includes(index)) this.emitHead(text.slice(at, at + HEAD));
			else this.emit(text, at, end);
			at = end + 1;
		}
		this.line.seen = undefined;
	}

	/** Accepts one line that is already separate. @see writeLines */
	writeLine(line: string): void {
		this.writeLines([line]);
	}

	/** Announces that the following lines are of the container that replaced the previous one. */
	restart(): void {
		const { line } = this;
		const cut = this.partsLength > 0;
		if (cut) line.number++;
		const rest = this.parts.join("");
		this.parts = [];
		this.partsLength = 0;
		this.skipping = false;
		this.sink.restart(line.stream, cut ? line.with(rest) : undefined);
		line.source.container++;
		line.source.before = line.number;
	}

	end(): void {
		const cut = this.partsLength > 0 || this.skipping;
		if (cut) this.emitParts();
		this.sink.end(this.line.stream, cut);
	}

	private begin(text: string, bytes: Uint8Array): void {
		this.ascii = isAscii(bytes);
		this.coloured = bytes.includes(COLOUR_CODE);
		this.sink.chunk(text, bytes);
	}

	private writePiece(bytes: Buffer): void {
		const text = bytes.toString("latin1");
		this.begin(text, bytes);
		let at = 0;
		for (;;) {
			const newline = text.indexOf("\n", at);
			if (newline < 0) break;
			if (this.partsLength > 0 || this.skipping) {
				this.keep(text.slice(at, newline));
				this.emitParts();
			} else {
				this.emit(text, at, newline);
			}
			at = newline + 1;
		}
		if (at < text.length) this.keep(text.slice(at));
	}

	private keep(part: string): void {
		if (this.skipping) return;
		this.parts.push(part);
		this.partsLength += part.length;
		if (this.partsLength > this.maxLineBytes) {
			this.parts = [this.parts.join("").slice(0, HEAD)];
			this.skipping = true;
		}
	}

	private emitParts(): void {
		const text = this.parts.join("");
		const { ascii, coloured, skipping } = this;
		this.parts = [];
		this.partsLength = 0;
		this.skipping = false;
		// The first part is from an earlier chunk, which may have been neither.
		this.ascii = false;
		this.coloured = true;
		if (skipping) this.emitHead(text);
		else this.emit(text, 0, text.length);
		this.ascii = ascii;
		this.coloured = coloured;
	}

	/** Passes the line in `[start, end)` to the sink. */
	private emit(text: string, start: number, end: number): void {
		if (end - start > this.maxLineBytes) {
			this.emitHead(text.slice(start, start + HEAD));
			return;
		}
		let stop = end;
		while (stop > start && text.charCodeAt(stop - 1) === RETURN) stop--;
		const { line } = this;
		line.number++;
		line.text = text;
		line.start = start;
		line.end = stop;
		line.ascii = this.ascii;
		if (this.coloured) withoutColours(line);
		this.sink.line(line);
	}

	private emitHead(head: string): void {
		this.line.number++;
		this.sink.tooLong(this.line.with(head));
	}
}

const BILLION = 1_000_000_000n;

function instant(nanoseconds: bigint | undefined): Instant | undefined {
	if (nanoseconds === undefined) return undefined;
	const rest = ((nanoseconds % BILLION) + BILLION) % BILLION;
	return {
		seconds: Number((nanoseconds - rest) / BILLION),
		nanos: Number(rest),
	};
}
