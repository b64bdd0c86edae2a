import { Layouts, type Shape } from "./_layout.ts";
import { quoting } from "./_quoting.ts";

/** Severities of all the formats, least first; a record holds the index. */
export const levels = [
	"trace",
	"debug",
	"info",
	"notice",
	"warn",
	"error",
	"fatal",
] as const;

export type Level = (typeof levels)[number];

const MAX_FIELDS = 256;

const EMPTY = new DataView(new ArrayBuffer(0));
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
	new DataView(buffer, byteOffset, byteLength);

const names: string[] = [];

/**
 * A key that does not stand in the line, as an offset for `add`: positions have
 * names in some formats (`[host:ip]`).
 */
export function named(name: string): number {
	const known = names.indexOf(name);
	return known >= 0 ? -1 - known : -names.push(name);
}

/**
 * The parts of one line as offsets into its text. One object is filled again
 * for every line, so the hot path allocates nothing.
 */
export class LineRecord {
	/** What the offsets refer to; a format may put a cleaned copy here. */
	text = "";
	/** The text surely has no byte beyond ASCII, so there is no UTF-8 to decode. */
	ascii = false;
	/** Seconds since the epoch, UTC; NaN when the line has no time. */
	seconds = Number.NaN;
	nanos = 0;
	/** Index into `levels`, -1 when the line has none. */
	level = -1;
	messageStart = 0;
	messageEnd = 0;
	messageQuoting = 0;
	fieldCount = 0;
	/** How the line stands, where a line before it stood so too. */
	layout: Shape | undefined;
	readonly layouts = new Layouts();
	/** Ends inside a quote or before its fields: the next line may belong to it. */
	open = false;
	private chunk = "";
	private chunkView: DataView = EMPTY;
	private own = "";
	private ownBytes = Buffer.alloc(4096);
	private ownView: DataView = viewOf(this.ownBytes);
	readonly keyStart = new Int32Array(MAX_FIELDS);
	readonly keyEnd = new Int32Array(MAX_FIELDS);
	readonly valueStart = new Int32Array(MAX_FIELDS);
	readonly valueEnd = new Int32Array(MAX_FIELDS);
	readonly valueQuoting = new Uint8Array(MAX_FIELDS);

	/** The text as bytes, one for each character. */
	get view(): DataView {
		if (this.text === this.chunk) return this.chunkView;
		if (this.text !== this.own) this.encode();
		return this.ownView;
	}

	private encode(): void {
		this.own = this.text;
		if (this.text.length > this.ownBytes.length) {
			this.ownBytes = Buffer.alloc(2 * this.text.length);
			this.ownView = viewOf(this.ownBytes);
		}
		this.ownBytes.write(this.text, "latin1");
	}

	/** The lines that follow are of this text, whose bytes are there already. */
	setChunk(text: string, bytes: Uint8Array): void {
		this.chunk = text;
		this.chunkView = viewOf(bytes);
	}

	/** Does the line have a time? */
	get timed(): boolean {
		return !Number.isNaN(this.seconds);
	}

	reset(text: string, ascii = false): void {
		this.text = text;
		this.ascii = ascii;
		this.seconds = Number.NaN;
		this.nanos = 0;
		this.level = -1;
		this.messageStart = 0;
		this.messageEnd = 0;
		this.messageQuoting = 0;
		this.fieldCount = 0;
		this.open = false;
		this.layout = undefined;
	}

	/** @returns false when the line has more fields than a record can hold */
	add(
		keyStart: number,
		keyEnd: number,
		valueStart: number,
		valueEnd: number,
		quotedAs: number,
	): boolean {
		const at = this.fieldCount;
		if (at === MAX_FIELDS) return false;
		this.keyStart[at] = keyStart;
		this.keyEnd[at] = keyEnd;
		this.valueStart[at] = valueStart;
		this.valueEnd[at] = valueEnd;
		this.valueQuoting[at] = quotedAs;
		this.fieldCount = at + 1;
		return true;
	}

	/** Adds a value whose key stands nowhere in the text. @see named */
	addNamed(
		key: number,
		valueStart: number,
		valueEnd: number,
		quotedAs: number = quoting.bare,
	): boolean {
		return this.add(key, key, valueStart, valueEnd, quotedAs);
	}

	/** Takes a field out, because it is the time, the level or the message. */
	drop(index: number): void {
		for (const list of [
			this.keyStart,
			this.keyEnd,
			this.valueStart,
			this.valueEnd,
			this.valueQuoting,
		]) {
			list.copyWithin(index, index + 1, this.fieldCount);
		}
		this.fieldCount--;
	}

	message(): string {
		return decode(
			this.text.slice(this.messageStart, this.messageEnd),
			this.messageQuoting,
		);
	}

	key(index: number): string {
		const start = this.keyStart[index] as number;
		if (start < 0) return names[-1 - start] as string;
		return decode(
			this.text.slice(this.keyStart[index], this.keyEnd[index]),
			quoting.bare,
		);
	}

	value(index: number): string {
		const raw = this.text.slice(this.valueStart[index], this.valueEnd[index]);
		const quotedAs = this.valueQuoting[index] as number;
		return this.ascii && quotedAs === quoting.bare
			? raw
			: decode(raw, quotedAs);
	}

	/** @returns the index of a field, -1 when the line has none of that name */
	find(name: string): number {
		for (let at = 0; at < this.fieldCount; at++) {
			if (this.isKey(at, name)) return at;
		}
		return -1;
	}

	isKey(index: number, name: string): boolean {
		const start = this.keyStart[index] as number;
		if (start < 0) return names[-1 - start] === name;
		if ((this.keyEnd[index] as number) - start !== name.length) return false;
		for (let at = 0; at < name.length; at++) {
			if (this.text.charCodeAt(start + at) !== name.charCodeAt(at)) {
				return false;
			}
		}
		return true;
	}
}

/** Latin-1 view of bytes -> the text that they mean. */
export function decode(raw: string, quotedAs: number): string {
	if (quotedAs === quoting.json && raw.includes("\\")) {
		return fromUtf8(unescapeJson(raw));
	}
	if (quotedAs === quoting.backslash && raw.includes("\\")) {
		return fromUtf8(unescapeBackslash(raw));
	}
	return fromUtf8(raw);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const BEYOND_ASCII = /[^\x00-\x7f]/;

function fromUtf8(raw: string): string {
	return BEYOND_ASCII.test(raw)
		? Buffer.from(raw, "latin1").toString("utf8")
		: raw;
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	0: "\0",
	a: "\x07",
	b: "\b",
	f: "\f",
	v: "\v",
	e: "\x1b",
};

const JSON_ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	b: "\b",
	f: "\f",
};

/** Escapes of chronicles (`\xHH` is one byte), Go and Rust (`\u{..}`, `\uXXXX`). */
function unescapeBackslash(raw: string): string {
	return raw.replace(
		/\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))/gs,
		(_all, byte, braced, four, other: string | undefined) => {
			if (byte !== undefined)
				return String.fromCharCode(Number.parseInt(byte, 16));
			const point = braced ?? four;
			if (point !== undefined) return utf8Bytes(Number.parseInt(point, 16));
			return ESCAPES[other ?? ""] ?? other ?? "";
		},
	);
}

/** Escapes of JSON; a surrogate pair is one character. */
export function unescapeJson(raw: string): string {
	return raw.replace(
		/\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs,
		(_all, high, low, four, other: string | undefined) => {
			if (high !== undefined) {
				const upper = Number.parseInt(high, 16) - 0xd800;
				const lower = Number.parseInt(low, 16) - 0xdc00;
				return utf8Bytes(0x10000 + upper * 0x400 + lower);
			}
			if (four !== undefined) return utf8Bytes(Number.parseInt(four, 16));
			return JSON_ESCAPES[other ?? ""] ?? other ?? "";
		},
	);
}

function utf8Bytes(point: number): string {
	if (point < 0x80) return String.fromCharCode(point);
	const text = point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
	return Buffer.from(text, "utf8").toString("latin1");
}
