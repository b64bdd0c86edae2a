import type { Instant } from "../formats/format.ts";

const COLOUR = "\x1b";
/** CSI, OSC and two-character sequences; only those that start with ESC, since the other control bytes may be part of UTF-8. */
const ANSI = new RegExp(
	`${COLOUR}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\cG${COLOUR}]*(?:\\cG|${COLOUR}\\\\)|[@-Z\\\\^_])`,
	"g",
);

/** The container that writes a stream; the same object for all its lines. */
export interface Source {
	/** Number of containers of the stream before this one. */
	container: number;
	/** Number of lines that those wrote. */
	before: number;
	/** Time before which all lines were written, seconds since 1970: tells the year of times without one. @default now */
	readonly writtenBefore?: number;
}

/**
 * One line on its way through the parser. A stream reuses one object for all its
 * lines, so that the hot path allocates nothing: a step that keeps a line must
 * copy it.
 */
export class Line {
	/** Index of the stream. */
	readonly stream: number;
	readonly source: Source;
	/** Line number in the stream, from 1. A record of several lines has the number of the first. */
	number = 0;
	/** Position in its channel of the container, from 1; 0 for a line without an envelope. */
	private place = 0;
	/** Text that contains the line in `[start, end)`: Latin-1, one character per byte. */
	text = "";
	start = 0;
	end = 0;
	/** Whether the text is known to be pure ASCII. */
	ascii = false;
	/** When the collector saw the line. */
	seen: Instant | undefined = undefined;

	constructor(stream: number, source: Source = { container: 0, before: 0 }) {
		this.stream = stream;
		this.source = source;
	}

	/**
	 * Number of the line among those that its container wrote, from 1. Unlike
	 * `number`, counts the parts of a split line once, and each line in an envelope.
	 */
	get position(): number {
		return this.place > 0 ? this.place : this.number - this.source.before;
	}

	set position(place: number) {
		this.place = place;
	}

	/** The line itself, without the text around it. */
	get content(): string {
		return this.text.slice(this.start, this.end);
	}

	/** Returns a copy with the same stream, number and time, whose content is all of `text`. */
	with(text: string, ascii = false): Line {
		return this.in(this.stream, this.number, text, ascii);
	}

	/** Returns a copy with the same time, as a line of another stream. */
	in(stream: number, number: number, text: string, ascii = false): Line {
		const line = new Line(stream, this.source);
		line.number = number;
		line.place = this.place;
		line.text = text;
		line.end = text.length;
		line.ascii = ascii;
		line.seen = this.seen;
		return line;
	}
}

/** Removes colour codes and other sequences for terminals. */
export function withoutColours(line: Line): void {
	const colour = line.text.indexOf(COLOUR, line.start);
	if (colour < 0 || colour >= line.end) return;
	line.text = line.content.replace(ANSI, "");
	line.start = 0;
	line.end = line.text.length;
}
