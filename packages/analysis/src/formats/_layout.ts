import { Literal } from "./_literal.ts";
import { closingQuote } from "./_pairs.ts";
import type { LineFields } from "./line-fields.ts";
import { quoting } from "./quoting.ts";
import { Shape } from "./shape.ts";

const QUOTE = 34;

/** Characters that a bare value may not begin with: quoted and nested values need the full parser. */
const NOT_BARE = new Uint8Array(256);
for (const char of '"([{@') NOT_BARE[char.charCodeAt(0)] = 1;

/** Fields that chronicles itself writes first. They rarely change, so a layout includes their values. */
const CHRONICLES_FIELDS = new Set(["topics", "tid", "file"]);

/** @returns the number of leading fields from chronicles; the last field of a record never counts, since its value is read */
function leadingFields(record: LineFields): number {
	let first = 0;
	while (
		first < record.fieldCount - 1 &&
		CHRONICLES_FIELDS.has(record.key(first))
	)
		first++;
	return first;
}

/**
 * Message, keys and their order as in an earlier line, for lines that differ in
 * values only. Reading with a layout gives the same record as the full parser, or
 * fails.
 */
export class Layout extends Shape {
	/** Text up to the first value that is read: message, padding, the leading fields and a key. */
	private readonly head: Literal;
	private readonly messageLength: number;
	/** Five numbers for each leading field: start and end of key and value, relative to the message, and the quoting. */
	private readonly fixed: Int32Array;
	private readonly firstKey: readonly [start: number, end: number];
	/** ` key=` of each field that is read; the first is part of the head. */
	private readonly keys: readonly Literal[];
	private readonly quoted: readonly boolean[];

	/** @param record of a line whose body starts at `from` and consists of message and pairs only */
	constructor(record: LineFields, from: number) {
		const { text, fieldCount } = record;
		super(fieldCount);
		const key = (at: number): [number, number] => [
			(record.keyStart[at] as number) - from,
			(record.keyEnd[at] as number) - from,
		];
		const first = leadingFields(record);
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

	/** @returns false if the line has another layout; the record is then undefined */
	read(text: string, from: number, end: number, into: LineFields): boolean {
		const { head } = this;
		const { view } = into;
		let at = from + head.length;
		if (at > end || !head.matches(view, from)) return false;
		// Inlined instead of calling `add`: a parser spends most of its time here.
		const { keyStart, keyEnd, valueStart, valueEnd, valueQuoting } = into;
		const { fixed, keys, quoted } = this;
		let field = 0;
		for (let entry = 0; entry < fixed.length; entry += 5) {
			keyStart[field] = from + (fixed[entry] as number);
			keyEnd[field] = from + (fixed[entry + 1] as number);
			valueStart[field] = from + (fixed[entry + 2] as number);
			valueEnd[field] = from + (fixed[entry + 3] as number);
			valueQuoting[field] = fixed[entry + 4] as number;
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
				if (NOT_BARE[first] === 1) return false;
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

const keyOf = (record: LineFields, at: number): string =>
	record.text.slice(record.keyStart[at], record.keyEnd[at]);

const MAX_LAYOUTS = 4;
/** Once the list is full, only one in this many unknown lines replaces a layout: most of them never recur. */
const LEARN_EVERY = 32;

/** Recently used layouts; a hit moves its layout one place forward. */
export class Layouts {
	/** Shape of `test-node-echo`, whose lines all have the same. */
	readonly echo = new Shape(2);
	private readonly recent: Layout[] = [];
	private misses = 0;

	read(text: string, from: number, end: number, into: LineFields): boolean {
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

	/** Stores the layout of a line that none of the known ones matched. */
	learn(record: LineFields, from: number): void {
		if (record.fieldCount === 0 || record.open) return;
		// Topics select the event, so a layout must include their value.
		if (record.find("topics") >= leadingFields(record)) return;
		if (
			this.recent.length === MAX_LAYOUTS &&
			++this.misses % LEARN_EVERY !== 0
		) {
			return;
		}
		if (this.recent.length === MAX_LAYOUTS) this.recent.pop();
		this.recent.unshift(new Layout(record, from));
	}
}
