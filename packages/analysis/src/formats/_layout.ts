import { Literal } from "./_literal.ts";
import { closingQuote } from "./_pairs.ts";
import { quoting } from "./_quoting.ts";
import type { LineRecord } from "./record.ts";

const QUOTE = 34;

/** What a bare value may not begin with: quotes and brackets are read at length. */
const LONG = new Uint8Array(256);
for (const char of '"([{@') LONG[char.charCodeAt(0)] = 1;

/** Fields that chronicles itself puts first; they hardly change. */
const OWN = new Set(["topics", "tid", "file"]);

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
	/** From the message to the first value that is read: message, padding, what chronicles puts first, a key. */
	private readonly head: Literal;
	private readonly messageLength: number;
	/** Offsets of the fields within the head, from the message on. */
	private readonly fixed: Int32Array;
	private readonly firstKey: readonly [start: number, end: number];
	/** ` key=` of the fields behind the head's. */
	private readonly keys: readonly Literal[];
	private readonly quoted: readonly boolean[];

	/** @param record the record of a line whose body starts at `from` and is nothing but message and pairs */
	constructor(record: LineRecord, from: number) {
		const { text, fieldCount } = record;
		super(fieldCount);
		const key = (at: number): [number, number] => [
			(record.keyStart[at] as number) - from,
			(record.keyEnd[at] as number) - from,
		];
		let first = 0;
		while (first < fieldCount - 1 && OWN.has(record.key(first))) first++;
		const firstKey = key(first);
		this.head = new Literal(text.slice(from, from + firstKey[1] + 1));
		this.messageLength = record.messageEnd - from;
		this.firstKey = firstKey;
		this.fixed = Int32Array.from(
			Array.from({ length: first }, (_unused, at) => [
				...key(at),
				(record.valueStart[at] as number) - from,
				(record.valueEnd[at] as number) - from,
				record.valueQuoting[at] as number,
			]).flat(),
		);
		const rest = Array.from(
			{ length: fieldCount - first },
			(_u, at) => first + at,
		);
		this.keys = rest.map((at) => new Literal(` ${keyOf(record, at)}=`));
		this.quoted = rest.map((at) => record.valueQuoting[at] !== quoting.bare);
	}

	/** @returns false when the line stands otherwise; the record is then void */
	read(text: string, from: number, end: number, into: LineRecord): boolean {
		const { head } = this;
		const { view } = into;
		let at = from + head.length;
		if (at > end || !head.matches(view, from)) return false;
		// Written out instead of `add`: most of the time of a parser is spent here.
		const { keyStart, keyEnd, valueStart, valueEnd, valueQuoting } = into;
		const { fixed, keys, quoted } = this;
		let field = 0;
		for (let own = 0; own < fixed.length; own += 5) {
			keyStart[field] = from + (fixed[own] as number);
			keyEnd[field] = from + (fixed[own + 1] as number);
			valueStart[field] = from + (fixed[own + 2] as number);
			valueEnd[field] = from + (fixed[own + 3] as number);
			valueQuoting[field] = fixed[own + 4] as number;
			field++;
		}
		keyStart[field] = from + this.firstKey[0];
		for (let next = 1; ; next++) {
			const first = at < end ? view.getUint8(at) : 0;
			keyEnd[field] = at - 1;
			let stop: number;
			if (quoted[next - 1]) {
				if (first !== QUOTE) return false;
				stop = closingQuote(text, at + 1, end);
				if (stop === end) return false;
				valueStart[field] = at + 1;
				valueEnd[field] = stop++;
				valueQuoting[field] = quoting.backslash;
			} else {
				if (LONG[first] === 1) return false;
				stop = text.indexOf(" ", at);
				if (stop < 0 || stop > end) stop = end;
				valueStart[field] = at;
				valueEnd[field] = stop;
				valueQuoting[field] = quoting.bare;
			}
			field++;
			if (next === keys.length) {
				into.fieldCount = field;
				into.messageStart = from;
				into.messageEnd = from + this.messageLength;
				into.layout = this;
				return stop === end;
			}
			const key = keys[next] as Literal;
			at = stop + key.length;
			if (at > end || !key.matches(view, stop)) return false;
			keyStart[field] = stop + 1;
		}
	}
}

const keyOf = (record: LineRecord, at: number): string =>
	record.text.slice(record.keyStart[at], record.keyEnd[at]);

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
