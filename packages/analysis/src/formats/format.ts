import type { LineRecord } from "./record.ts";

/**
 * One way in which programs write a line.
 *
 * Texts are Latin-1 views of the bytes (`buffer.latin1Slice()`): one character
 * per byte, whatever the bytes are, so nothing invalid can break a line. What
 * leaves the parser is decoded as UTF-8.
 */
export interface LineFormat {
	/** Stable name, kebab case; also the name of its file. */
	readonly name: string;
	/** One line for people: who writes it. */
	readonly summary: string;
	/** A line of this format, for `--help`, the docs and the tests. */
	readonly example: string;
	/**
	 * How sure the format is that `text[start, end)` is its own: 0 not mine, 1
	 * certain. From `CERTAIN` on it also ends a record that was still open.
	 */
	detect(text: string, start: number, end: number): number;
	/**
	 * Reads `text[start, end)` into the record, which arrives reset.
	 *
	 * @returns false when the line is not of this format; the record is then void
	 */
	parse(text: string, start: number, end: number, into: LineRecord): boolean;
}

/** The score from which a line surely begins a record of its own. */
export const CERTAIN = 0.9;

/** A line inside a line, as a wrapper hands it on. */
export interface Inner {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** The rest follows in the next wrapped line. */
	readonly partial: boolean;
	/** The same as logfmt, with attributes: taken where the line itself is of no format. */
	readonly otherwise?: string;
	/** `stdout` and `stderr` are written side by side: parts of a line stay in theirs. */
	readonly channel?: string;
	/** When the wrapper saw it: seconds and nanoseconds since the epoch, UTC. */
	readonly seconds?: number;
	readonly nanos?: number;
}

/** A collector or runtime that puts the line of a program into its own. */
export interface Wrapper {
	readonly name: string;
	readonly summary: string;
	readonly example: string;
	/**
	 * Takes `text[start, end)` apart.
	 *
	 * @returns the lines within, or undefined when the line is not wrapped so
	 */
	unwrap(text: string, start: number, end: number): Inner[] | undefined;
}
