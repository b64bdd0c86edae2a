import { decode } from "./_decode.ts";
import { quoting } from "./quoting.ts";
import type { Shape } from "./shape.ts";

export const MAX_FIELDS = 256;

const EMPTY = new DataView(new ArrayBuffer(0));
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
	new DataView(buffer, byteOffset, byteLength);

const names: string[] = [];

/**
 * Returns an offset for `add` that represents a key missing from the line: some
 * formats identify values by position (`[host:ip]`).
 */
export function named(name: string): number {
	const known = names.indexOf(name);
	return known >= 0 ? -1 - known : -names.push(name);
}

/** Message and fields of one line, as offsets into its text. */
export class LineFields {
	/** Text that the offsets refer to; a format may replace it with a cleaned copy. */
	text = "";
	/** Whether the text is known to be pure ASCII, with no UTF-8 to decode. */
	ascii = false;
	messageStart = 0;
	messageEnd = 0;
	messageQuoting = 0;
	fieldCount = 0;
	/** Shape of the line, if an earlier line had the same. */
	layout: Shape | undefined;
	/** Whether the line ends inside a quote or before its fields, so that the next line may continue it. */
	open = false;
	/** Whether the line has more fields than a record can hold: they are not all here. */
	overfull = false;
	/** Values that begin with a bracket and end nowhere. */
	unclosed = 0;
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

	/** The text as bytes, one per character. */
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
		// The text whose reads a test counts is an object.
		this.ownBytes.write(String(this.text), "latin1");
	}

	/** Sets the text that the following lines are part of, with its bytes, to save encoding it. */
	setChunk(text: string, bytes: Uint8Array): void {
		this.chunk = text;
		this.chunkView = viewOf(bytes);
	}

	reset(text: string, ascii = false): void {
		this.text = text;
		this.ascii = ascii;
		this.messageStart = 0;
		this.messageEnd = 0;
		this.messageQuoting = 0;
		this.fieldCount = 0;
		this.open = false;
		this.unclosed = 0;
		this.overfull = false;
		this.layout = undefined;
	}

	/** @returns false if the line has more fields than a record can hold */
	add(
		keyStart: number,
		keyEnd: number,
		valueStart: number,
		valueEnd: number,
		quotedAs: number,
	): boolean {
		const at = this.fieldCount;
		if (at === MAX_FIELDS) {
			this.overfull = true;
			return false;
		}
		this.keyStart[at] = keyStart;
		this.keyEnd[at] = keyEnd;
		this.valueStart[at] = valueStart;
		this.valueEnd[at] = valueEnd;
		this.valueQuoting[at] = quotedAs;
		this.fieldCount = at + 1;
		return true;
	}

	/** Adds a value whose key is not in the text. @see named */
	addNamed(
		key: number,
		valueStart: number,
		valueEnd: number,
		quotedAs: number = quoting.bare,
	): boolean {
		return this.add(key, key, valueStart, valueEnd, quotedAs);
	}

	/** Removes a field that is the time, the level or the message. */
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

	/** @returns the index of the first field of this name from `from` on, -1 if there is none */
	find(name: string, from = 0): number {
		for (let at = from; at < this.fieldCount; at++) {
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
