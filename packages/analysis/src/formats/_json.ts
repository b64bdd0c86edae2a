import { closingQuote } from "./_pairs.ts";
import { readTime, readUnixTime } from "./_time.ts";
import { quoting } from "./quoting.ts";
import type { LineRecord } from "./record.ts";

const QUOTE = 34;

function skipBlank(text: string, at: number, end: number): number {
	let next = at;
	while (next < end && text.charCodeAt(next) <= 32) next++;
	return next;
}

/** @returns the offset after a nested object or list, -1 if it is not closed */
function nestedEnd(text: string, from: number, end: number): number {
	let depth = 0;
	for (let at = from; at < end; at++) {
		const char = text.charCodeAt(at);
		if (char === QUOTE) {
			at = closingQuote(text, at + 1, end);
			if (at === end) return -1;
		} else if (char === 123 || char === 91) depth++;
		else if ((char === 125 || char === 93) && --depth === 0) return at + 1;
	}
	return -1;
}

const SCALAR = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/**
 * Reads a JSON object, one level deep: nested values stay JSON text and numbers
 * stay digits, so that none loses precision. Keys with the value `null` are skipped.
 *
 * @returns false if `text[start, end)` is not exactly one JSON object
 */
export function readJson(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	if (text.charCodeAt(start) !== 123) return false;
	let at = skipBlank(text, start + 1, end);
	if (text.charCodeAt(at) === 125) return skipBlank(text, at + 1, end) === end;
	while (at < end) {
		if (text.charCodeAt(at) !== QUOTE) return false;
		const keyEnd = closingQuote(text, at + 1, end);
		if (keyEnd === end) return false;
		const keyStart = at + 1;
		at = skipBlank(text, keyEnd + 1, end);
		if (text.charCodeAt(at) !== 58) return false;
		at = skipBlank(text, at + 1, end);
		const first = text.charCodeAt(at);
		let stop: number;
		if (first === QUOTE) {
			stop = closingQuote(text, at + 1, end);
			if (stop === end) return false;
			if (!into.add(keyStart, keyEnd, at + 1, stop, quoting.json)) return false;
			stop++;
		} else if (first === 123 || first === 91) {
			stop = nestedEnd(text, at, end);
			if (stop < 0) return false;
			if (!into.add(keyStart, keyEnd, at, stop, quoting.bare)) return false;
		} else {
			stop = scalarEnd(text, at, end);
			const scalar = text.slice(at, stop);
			if (!SCALAR.test(scalar)) return false;
			if (
				scalar !== "null" &&
				!into.add(keyStart, keyEnd, at, stop, quoting.bare)
			)
				return false;
		}
		at = skipBlank(text, stop, end);
		const mark = text.charCodeAt(at);
		if (mark === 125 && at < end) return skipBlank(text, at + 1, end) === end;
		if (mark !== 44) return false;
		at = skipBlank(text, at + 1, end);
	}
	return false;
}

function scalarEnd(text: string, from: number, end: number): number {
	let at = from;
	while (at < end) {
		const char = text.charCodeAt(at);
		if (char === 44 || char === 125 || char <= 32) break;
		at++;
	}
	return at;
}

export interface JsonShape {
	readonly level: string;
	readonly time: string;
	readonly message: string;
	/** Returns the level of a word, undefined if the format has no such level. */
	readonly levels: (word: string) => number | undefined;
}

const keyMark = (key: string) => `"${key}":`;

/** Whether the line contains the key as JSON writers format it. Cheap enough for `detect`. */
export function hasKey(
	text: string,
	start: number,
	end: number,
	key: string,
): boolean {
	const at = text.indexOf(keyMark(key), start);
	return at >= 0 && at < end;
}

/** Reads a JSON record and moves its time, level and message out of the fields. */
export function readJsonRecord(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
	shape: JsonShape,
): boolean {
	if (!readJson(text, start, end, into)) return false;
	const message = into.find(shape.message);
	if (message < 0) return false;
	into.messageStart = into.valueStart[message] as number;
	into.messageEnd = into.valueEnd[message] as number;
	into.messageQuoting = quoting.json;
	into.drop(message);
	const level = into.find(shape.level);
	if (level < 0) return false;
	const known = shape.levels(into.value(level));
	if (known === undefined) return false;
	into.level = known;
	into.drop(level);
	liftTime(into, shape.time);
	return true;
}

/** Moves the time out of a field; a value that is not a time stays a field. */
export function liftTime(into: LineRecord, key: string): void {
	const at = into.find(key);
	if (at < 0) return;
	const from = into.valueStart[at] as number;
	const to = into.valueEnd[at] as number;
	const text = into.text;
	if (readTime(text, from, to, into) === to) into.drop(at);
	else {
		into.seconds = Number.NaN;
		if (readUnixTime(text, from, to, into) === to) into.drop(at);
		else into.seconds = Number.NaN;
	}
}
