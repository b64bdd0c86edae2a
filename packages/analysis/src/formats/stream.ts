import { isAscii } from "node:buffer";
import type { Instant } from "./_event-writer.ts";
import type { Batch } from "./batch.ts";
import { LogParser, type ParserOptions } from "./parser.ts";

const RETURN = 13;
/** Larger chunks are cut: a string of V8 has a limit, and memory should not jump. */
const MAX_CHUNK = 2 ** 20;

const COLOUR = "\x1b";
/** CSI and OSC sequences, and the short ones; only those that begin with ESC, since other control bytes are part of UTF-8. */
const ANSI = new RegExp(
	`${COLOUR}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\cG${COLOUR}]*(?:\\cG|${COLOUR}\\\\)|[@-Z\\\\^_])`,
	"g",
);

/** Cuts bytes into lines for the parser, whatever the bytes and wherever the chunks break. */
export class Stream {
	private readonly parser: LogParser;
	private readonly index: number;
	/** The start of a line whose end has not come yet. */
	private parts: string[] = [];
	private partsLength = 0;
	/** Too long: the rest of this line is not kept. */
	private skipping = false;
	private lines = 0;
	/** Has the chunk that is being read no byte beyond ASCII? */
	private ascii = false;

	constructor(parser: LogParser, index: number) {
		this.parser = parser;
		this.index = index;
	}

	write(chunk: Uint8Array): void {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		for (let at = 0; at < bytes.length; at += MAX_CHUNK) {
			this.writePiece(bytes.subarray(at, at + MAX_CHUNK));
		}
	}

	/**
	 * Lines of text that were cut out already, such as fields of a JSON answer; a
	 * newline within one is part of it.
	 *
	 * @param times when the collector saw each, ns since 1970: for lines that do not say
	 */
	writeLines(lines: readonly string[], times?: BigInt64Array): void {
		const whole = lines.join("\n");
		const bytes = Buffer.from(whole, "utf8");
		this.ascii = bytes.length === whole.length;
		const text = bytes.toString("latin1");
		this.parser.chunk(text, bytes);
		const coloured = bytes.includes(COLOUR);
		let at = 0;
		for (const [index, line] of lines.entries()) {
			const end = at + (this.ascii ? line.length : Buffer.byteLength(line));
			this.take(text, at, end, coloured, instant(times?.[index]));
			at = end + 1;
		}
	}

	/** One such line. */
	writeLine(line: string): void {
		this.writeLines([line]);
	}

	end(): void {
		if (this.partsLength > 0 || this.skipping) {
			this.parser.tally.cutStreams++;
			this.takeParts();
		}
		this.parser.endStream(this.index);
	}

	private writePiece(bytes: Buffer): void {
		const text = bytes.toString("latin1");
		this.parser.chunk(text, bytes);
		const coloured = bytes.includes(27);
		let at = 0;
		this.ascii = isAscii(bytes);
		for (;;) {
			const newline = text.indexOf("\n", at);
			if (newline < 0) break;
			if (this.partsLength > 0 || this.skipping) {
				this.keep(text, at, newline);
				this.takeParts();
			} else {
				this.take(text, at, newline, coloured);
			}
			at = newline + 1;
		}
		if (at < text.length) this.keep(text, at, text.length);
	}

	private keep(text: string, from: number, to: number): void {
		if (this.skipping) return;
		this.parts.push(text.slice(from, to));
		this.partsLength += to - from;
		if (this.partsLength > this.parser.maxLineBytes) {
			this.parts = [this.parts.join("").slice(0, 1000)];
			this.skipping = true;
		}
	}

	private takeParts(): void {
		const line = this.parts.join("");
		const { ascii } = this;
		this.ascii = false; // its first part came from another chunk
		const tooLong = this.skipping;
		this.parts = [];
		this.partsLength = 0;
		this.skipping = false;
		if (tooLong) {
			this.lines++;
			const reason = "longer than a line may be";
			this.parser.skip(this.index, line, this.lines, reason);
		} else {
			this.take(line, 0, line.length, line.includes(COLOUR));
		}
		this.ascii = ascii;
	}

	private take(
		text: string,
		start: number,
		end: number,
		coloured: boolean,
		outer?: Instant,
	): void {
		this.lines++;
		if (end - start > this.parser.maxLineBytes) {
			const reason = "longer than a line may be";
			this.parser.skip(
				this.index,
				text.slice(start, start + 1000),
				this.lines,
				reason,
			);
			return;
		}
		let stop = end;
		while (stop > start && text.charCodeAt(stop - 1) === RETURN) stop--;
		if (coloured) {
			const colour = text.indexOf(COLOUR, start);
			if (colour >= 0 && colour < stop) {
				const plain = text.slice(start, stop).replace(ANSI, "");
				const { index, lines } = this;
				this.parser.line(
					index,
					plain,
					0,
					plain.length,
					lines,
					this.ascii,
					outer,
				);
				return;
			}
		}
		this.parser.line(
			this.index,
			text,
			start,
			stop,
			this.lines,
			this.ascii,
			outer,
		);
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

export interface StreamOptions extends ParserOptions {
	/** What the rows call the stream. @default "stream" */
	readonly name?: string;
	/** A parser that several streams share; the caller ends it. */
	readonly parser?: LogParser;
}

/**
 * Parses one stream of bytes in bounded memory.
 *
 * @returns batches as they fill; with a parser of its own also the rest
 */
export async function* parseStream(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	options: StreamOptions = {},
): AsyncGenerator<Batch, LogParser> {
	const parser = options.parser ?? new LogParser(options);
	const stream = parser.stream(options.name ?? "stream");
	for await (const chunk of chunks) {
		stream.write(chunk);
		yield* parser.take();
	}
	stream.end();
	yield* options.parser === undefined ? parser.end() : parser.take();
	return parser;
}
