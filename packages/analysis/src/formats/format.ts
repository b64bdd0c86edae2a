import type { LineRecord } from "./record.ts";

/**
 * One format in which programs write a line.
 *
 * Texts are Latin-1 views of the bytes (`buffer.latin1Slice()`): one character
 * per byte, so that invalid UTF-8 cannot break a line. Values are decoded as
 * UTF-8 when they leave the parser.
 */
export interface LineFormat {
	/** Stable name, kebab case; also the name of its file. */
	readonly name: string;
	/** One line for the docs: the programs that write it. */
	readonly summary: string;
	/** Whether its lines need no time: their writers print none. */
	readonly untimed?: boolean;
	/** Sample line, for `--help`, the docs and the tests. */
	readonly example: string;
	/**
	 * Returns the confidence that `text[start, end)` has this format: 0 no, 1
	 * certain. From `CERTAIN` on, the line also ends an open record.
	 */
	detect(text: string, start: number, end: number): number;
	/**
	 * Reads `text[start, end)` into the record, which arrives reset.
	 *
	 * @returns false if the line does not have this format; the record is then undefined
	 */
	parse(text: string, start: number, end: number, into: LineRecord): boolean;
}

/** Score from which a line is taken to begin a new record. */
export const CERTAIN = 0.9;

/** Time at which a collector saw a line, since 1970, UTC; used for lines without a time. */
export interface Instant {
	readonly seconds: number;
	readonly nanos: number;
}

/** Pod and container that wrote a line, as far as an envelope names them. */
export interface Origin {
	readonly namespace?: string;
	readonly pod?: string;
	readonly container?: string;
}

/** A line that a wrapper found inside another line. */
export interface Inner {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/**
	 * Whether the rest follows in the next wrapped line; `unless-next-starts` if
	 * only that line shows it: one that starts a record of its own does not
	 * continue this one.
	 */
	readonly partial: boolean | "unless-next-starts";
	/** The line as logfmt, with its attributes; used if the line itself has no known format. */
	readonly asLogfmt?: string;
	/** Output that the line belongs to. `stdout` and `stderr` are interleaved; parts of a line are joined within one of them. */
	readonly channel?: string;
	/** When the collector or runtime saw the line. */
	readonly seen?: Instant;
	readonly origin?: Origin;
	/**
	 * Whether lines without this envelope may look like it. It then counts only if
	 * a timed record is inside, or the same prefix was around one before.
	 */
	readonly uncertain?: boolean;
}

/** Envelope that a collector or runtime puts around the lines of a program. */
export interface Wrapper {
	readonly name: string;
	readonly summary: string;
	readonly example: string;
	/**
	 * Extracts the lines inside `text[start, end)`.
	 *
	 * @returns undefined if the line does not have this envelope
	 */
	unwrap(text: string, start: number, end: number): Inner[] | undefined;
}
