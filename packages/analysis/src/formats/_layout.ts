import { closingQuote } from "./_pairs.ts";
import { quoting } from "./_quoting.ts";
import type { LineRecord } from "./record.ts";

const QUOTE = 34;

/** What a bare value may not begin with: quotes and brackets are read at length. */
const LONG = new Uint8Array(256);
for (const char of '"([{@') LONG[char.charCodeAt(0)] = 1;

/** Fields that chronicles itself puts first; they hardly change. */
const OWN = new Set(["topics", "tid", "file"]);

/**
 * How the last line of some kind stood in the text: the next one has the same
 * message, the same keys and other values. Reading along a layout gives the
 * same record as reading afresh, or says no.
 */
export class Layout {
	/** From the message to the first value that is read: message, padding, what chronicles puts first, a key. */
	readonly head: string;
	readonly fieldCount: number;
	/** What the parser found for the last record of this layout; its own affair. */
	known: unknown;
	/** Who looked for its columns among the fields, and where they were; its own affair. */
	placesOf: unknown;
	places = new Int32Array(0);
	private readonly messageLength: number;
	/** Offsets of the fields within the head, from the message on. */
	private readonly fixed: Int32Array;
	private readonly firstKey: readonly [start: number, end: number];
	/** ` key=` of the fields behind the head's. */
	private readonly keys: readonly string[];
	private readonly quoted: readonly boolean[];

	/** @param record the record of a line whose body starts at `from` and is nothing but message and pairs */
	constructor(record: LineRecord, from: number) {
		const { text, fieldCount } = record;
		const key = (at: number): [number, number] => [
			(record.keyStart[at] as number) - from,
			(record.keyEnd[at] as number) - from,
		];
		let first = 0;
		while (first < fieldCount - 1 && OWN.has(record.key(first))) first++;
		const firstKey = key(first);
		// A copy of its own: a slice would keep the whole chunk in memory.
		const own = (raw: string) => Buffer.from(raw, "latin1").toString("latin1");
		this.head = own(text.slice(from, from + firstKey[1] + 1));
		this.fieldCount = fieldCount;
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
		this.keys = rest.map((at) => own(` ${record.key(at)}=`));
		this.quoted = rest.map((at) => record.valueQuoting[at] !== quoting.bare);
	}

	/** @returns false when the line stands otherwise; the record is then void */
	read(text: string, from: number, end: number, into: LineRecord): boolean {
		if (!text.startsWith(this.head, from)) return false;
		// Written out instead of `add`: most of the time of a parser is spent here.
		const { keyStart, keyEnd, valueStart, valueEnd, valueQuoting } = into;
		const { fixed, keys, quoted } = this;
		let field = 0;
		for (let at = 0; at < fixed.length; at += 5) {
			keyStart[field] = from + (fixed[at] as number);
			keyEnd[field] = from + (fixed[at + 1] as number);
			valueStart[field] = from + (fixed[at + 2] as number);
			valueEnd[field] = from + (fixed[at + 3] as number);
			valueQuoting[field] = fixed[at + 4] as number;
			field++;
		}
		let at = from + this.head.length;
		keyStart[field] = from + this.firstKey[0];
		for (let next = 1; ; next++) {
			const first = text.charCodeAt(at);
			keyEnd[field] = at - 1;
			let stop: number;
			if (quoted[next - 1]) {
				if (first !== QUOTE || at >= end) return false;
				stop = closingQuote(text, at + 1, end);
				if (stop === end) return false;
				valueStart[field] = at + 1;
				valueEnd[field] = stop++;
				valueQuoting[field] = quoting.backslash;
			} else {
				if (LONG[first] === 1 && at < end) return false;
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
			const key = keys[next] as string;
			if (stop >= end || !text.startsWith(key, stop)) return false;
			keyStart[field] = stop + 1;
			at = stop + key.length;
			if (at > end) return false;
		}
	}
}

const REMEMBERED = 4;
/** Kinds of lines that do not come again are not worth a layout: one in so many is remembered. */
const SELDOM = 8;

/** The layouts of the lines before, the last used first. */
export class Layouts {
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
