import { literally } from "./_literally.ts";
import { quoting } from "./_quoting.ts";
import type { LineRecord } from "./record.ts";

/** Fields that chronicles itself puts first; they hardly change. */
const OWN = new Set(["topics", "tid", "file"]);

/** A value up to the next space; quotes and brackets are read at length elsewhere. */
const BARE = '(?!["([{@])([^ \\r\\n]*)';
/** A value up to the next quote that is not escaped. */
const QUOTED = '"([^"\\\\\\r\\n]*(?:\\\\[^\\r\\n][^"\\\\\\r\\n]*)*)"';

/** What is found out once about all lines of one shape. */
export class Shape {
	readonly fieldCount: number;
	/** What the parser found for the last record of this shape; its own affair. */
	known: unknown;
	/** Who looked for its columns among the fields, and where they were; its own affair. */
	placesOf: unknown;
	places = new Int32Array(0);

	constructor(fieldCount: number) {
		this.fieldCount = fieldCount;
	}
}

/**
 * How the last line of some kind stood in the text: the next one has the same
 * message, the same keys and other values. Reading along a layout gives the
 * same record as reading afresh, or says no.
 */
export class Layout extends Shape {
	/** The whole line behind its time; one group for each value that changes. */
	private readonly pattern: RegExp;
	/** First character of the message: tells most other layouts without a search. */
	private readonly first: number;
	private readonly messageLength: number;
	/** Offsets of the fields that do not change, from the message on: five for each. */
	private readonly fixed: Int32Array;
	/** From the message, or from the value before, to a value. */
	private readonly gaps: Int32Array;
	private readonly keyLengths: Int32Array;
	private readonly quotings: Uint8Array;

	/** @param record the record of a line whose body starts at `from` and is nothing but message and pairs */
	constructor(record: LineRecord, from: number) {
		const { text, fieldCount, keyStart, keyEnd, valueStart, valueEnd } = record;
		super(fieldCount);
		let first = 0;
		while (first < fieldCount - 1 && OWN.has(record.key(first))) first++;
		const changing = Array.from(
			{ length: fieldCount - first },
			(_unused, at) => first + at,
		);
		this.first = text.charCodeAt(from);
		this.messageLength = record.messageEnd - from;
		this.fixed = Int32Array.from(
			Array.from({ length: first }, (_unused, at) => [
				...[keyStart, keyEnd, valueStart, valueEnd].map(
					(offsets) => (offsets[at] as number) - from,
				),
				record.valueQuoting[at] as number,
			]).flat(),
		);
		const quotings = changing.map((at) => record.valueQuoting[at] as number);
		const before = changing.map((at, index) =>
			index === 0 ? from : (valueEnd[at - 1] as number),
		);
		this.quotings = Uint8Array.from(quotings);
		this.gaps = Int32Array.from(
			changing.map(
				(at, index) => (valueStart[at] as number) - (before[index] ?? 0),
			),
		);
		this.keyLengths = Int32Array.from(
			changing.map((at) => (keyEnd[at] as number) - (keyStart[at] as number)),
		);
		const pieces = changing.map((at, index) => {
			const quoted = quotings[index] !== quoting.bare;
			const closing = index > 0 && quotings[index - 1] !== quoting.bare ? 1 : 0;
			const literal = text.slice(
				(before[index] ?? 0) + closing,
				(keyEnd[at] as number) + 1,
			);
			return literally(literal) + (quoted ? QUOTED : BARE);
		});
		this.pattern = new RegExp(pieces.join(""), "y");
	}

	/** @returns false when the line stands otherwise; the record is then void */
	read(text: string, from: number, end: number, into: LineRecord): boolean {
		if (text.charCodeAt(from) !== this.first) return false;
		const { fixed, gaps, keyLengths, pattern, quotings } = this;
		pattern.lastIndex = from;
		const found = pattern.exec(text);
		if (found === null) return false;
		// Written out instead of `add`: most of the time of a parser is spent here.
		const { keyStart, keyEnd, valueStart, valueEnd, valueQuoting } = into;
		let field = 0;
		for (let at = 0; at < fixed.length; at += 5) {
			keyStart[field] = from + (fixed[at] as number);
			keyEnd[field] = from + (fixed[at + 1] as number);
			valueStart[field] = from + (fixed[at + 2] as number);
			valueEnd[field] = from + (fixed[at + 3] as number);
			valueQuoting[field] = fixed[at + 4] as number;
			field++;
		}
		let at = from;
		let quotedAs: number = quoting.bare;
		for (let index = 0; index < gaps.length; index++) {
			quotedAs = quotings[index] as number;
			const start = at + (gaps[index] as number);
			const key = quotedAs === quoting.bare ? start - 1 : start - 2;
			at = start + (found[index + 1] as string).length;
			keyStart[field] = key - (keyLengths[index] as number);
			keyEnd[field] = key;
			valueStart[field] = start;
			valueEnd[field] = at;
			valueQuoting[field] = quotedAs;
			field++;
		}
		if (at + (quotedAs === quoting.bare ? 0 : 1) !== end) return false;
		into.fieldCount = field;
		into.messageStart = from;
		into.messageEnd = from + this.messageLength;
		into.layout = this;
		return true;
	}
}

const REMEMBERED = 4;
/** Kinds of lines that do not come again are not worth a layout: one in so many is remembered. */
const SELDOM = 32;

/** The layouts of the lines before, the last used first. */
export class Layouts {
	/** Of the format whose lines all stand alike. */
	readonly echo = new Shape(2);
	private readonly recent: Layout[] = [];
	private misses = 0;

	read(text: string, from: number, end: number, into: LineRecord): boolean {
		const { recent } = this;
		for (let at = 0; at < recent.length; at++) {
			const layout = recent[at] as Layout;
			if (layout.read(text, from, end, into)) {
				if (at > 0) {
					recent[at] = recent[at - 1] as Layout;
					recent[at - 1] = layout;
				}
				return true;
			}
			into.fieldCount = 0;
			into.layout = undefined;
		}
		return false;
	}

	/** Remembers how a line stood that none of them could read. */
	learn(record: LineRecord, from: number): void {
		if (record.fieldCount === 0 || record.open) return;
		if (this.recent.length === REMEMBERED && ++this.misses % SELDOM !== 0) {
			return;
		}
		if (this.recent.length === REMEMBERED) this.recent.pop();
		this.recent.unshift(new Layout(record, from));
	}
}
