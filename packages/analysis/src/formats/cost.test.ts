import fc from "fast-check";
import { test } from "vitest";
import { LineRecord } from "./record.ts";
import { formats, wrappers } from "./registry.ts";

let steps = 0;
let limit = 0;

function count(some: number): void {
	steps += some;
	if (steps > limit) throw new Error(`more than ${limit} steps`);
}

/** A text that counts the characters that are looked at. */
class CountedText extends String {
	override charCodeAt(at: number): number {
		count(1);
		return super.charCodeAt(at);
	}
	override indexOf(search: string, from = 0): number {
		const found = super.indexOf(search, from);
		count((found < 0 ? this.length : found) - from + 1);
		return found;
	}
	override startsWith(search: string, from?: number): boolean {
		count(search.length);
		return super.startsWith(search, from);
	}
	override slice(from?: number, to?: number): string {
		const part = super.slice(from, to);
		count(part.length);
		return part;
	}
}

/** Reads a line, and fails if that takes more steps than allowed. */
function readWithin(
	allowed: number,
	line: string,
	read: (text: string, record: LineRecord) => void,
): void {
	const text = new CountedText(line) as unknown as string;
	const record = new LineRecord();
	record.text = text;
	record.setChunk(text, Buffer.from(line, "latin1"));
	steps = 0;
	limit = allowed;
	read(text, record);
}

const readers = [
	...formats.map((format) => ({
		name: format.name,
		example: format.example,
		read: (text: string, record: LineRecord) => {
			format.detect(text, 0, text.length);
			format.parse(text, 0, text.length, record);
		},
	})),
	...wrappers.map((wrapper) => ({
		name: wrapper.name,
		example: wrapper.example,
		read: (text: string) => {
			wrapper.unwrap(text, 0, text.length);
		},
	})),
];

/** Pieces that open, close or separate something in one format or another. */
const pieces = [
	'  a="x"',
	'"  a=',
	'  a="',
	"  a=[",
	" a=[1",
	"  a={b",
	" a=(",
	" a=b",
	"  a=b",
	" a",
	"  ",
	"a",
	"=",
	'"',
	"\\",
	'\\"',
	"[",
	"]",
	"{",
	"}",
	"(",
	",",
	", a: 1",
	", a: ",
	'"a":1,',
	'"a":{',
	'{"a":',
	"\t",
	": ",
	": {",
	"a{",
	"a{b}:",
	"a:",
	"::a",
	"\n",
	"\n    at x",
	"\n    in a with b: 1",
	"[a] ",
	"1",
	"a.",
	"-",
	"/",
	" +1s",
	"\u001b[",
];
const LENGTH = 6_000;
/** Steps for each character of a line: more than any format needs, and less than any that searches a line again and again. */
const STEPS_PER_CHARACTER = 60;

test.each(readers)("$name reads a line in linear time", ({ example, read }) => {
	const heads = [0, 4, 8, 20, 34, 60, example.length].map((at) =>
		example.slice(0, at),
	);
	fc.assert(
		fc.property(
			fc.constantFrom(...heads),
			fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }),
			fc.constantFrom("", '"', "  x", " a=b", "}", "]"),
			(head, repeated, tail) => {
				const unit = repeated.join("");
				const line = head + unit.repeat(Math.ceil(LENGTH / unit.length)) + tail;
				readWithin(STEPS_PER_CHARACTER * line.length + 10_000, line, read);
			},
		),
		{ numRuns: 100 },
	);
});
