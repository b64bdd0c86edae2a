import type { LineFields } from "./line-fields.ts";
import { quoting } from "./quoting.ts";

const SPACE = 32;
const QUOTE = 34;
const EQUALS = 61;
const AT = 64;
const BACKSLASH = 92;

/** First characters of values that may contain spaces without quotes. */
const NESTS = new Uint8Array(256);
for (const char of "([{@") NESTS[char.charCodeAt(0)] = 1;

/** Characters of a key: letters, digits and the separators of field names. */
const KEY = new Uint8Array(256);
for (const char of "_.-/*@:$") KEY[char.charCodeAt(0)] = 1;
for (let code = 48; code < 58; code++) KEY[code] = 1;
for (let code = 65; code < 91; code++) KEY[code] = KEY[code + 32] = 1;

/** @returns the offset of the `=` after a key that starts at `at`, -1 if there is none */
export function keyEndAt(text: string, at: number, end: number): number {
	let next = at;
	while (next < end && KEY[text.charCodeAt(next)] === 1) next++;
	return next > at && next < end && text.charCodeAt(next) === EQUALS
		? next
		: -1;
}

/** @returns the offset of the closing quote, `end` if it is missing */
export function closingQuote(text: string, from: number, end: number): number {
	let at = from;
	for (;;) {
		at = text.indexOf('"', at);
		if (at < 0 || at >= end) return end;
		let slashes = 0;
		while (
			at - 1 - slashes >= from &&
			text.charCodeAt(at - 1 - slashes) === BACKSLASH
		)
			slashes++;
		if (slashes % 2 === 0) return at;
		at++;
	}
}

const OPENING = "([{";
const CLOSING = ")]}";

/**
 * Finds the end of an unquoted value such as `{a: 1, b: 2}`.
 *
 * @returns the offset after the bracket that closes the one at `from`, -1 if none does
 */
function closingBracket(text: string, from: number, end: number): number {
	let depth = 0;
	for (let at = from; at < end; at++) {
		const char = text[at] as string;
		if (char === '"') {
			at = closingQuote(text, at + 1, end);
			if (at === end) return -1;
		} else if (OPENING.includes(char)) depth++;
		else if (CLOSING.includes(char) && --depth <= 0) return at + 1;
	}
	return -1;
}

function bareEnd(text: string, from: number, end: number): number {
	const at = text.indexOf(" ", from);
	return at < 0 || at > end ? end : at;
}

/** Brackets of a line that may turn out to close nowhere; further ones are not searched. */
const MAX_UNCLOSED = 8;

/** @returns the offset after `(..)`, `[..]`, `{..}` or Nim's `@[..]` at `from`, -1 if there is none */
function nestedEnd(
	text: string,
	from: number,
	end: number,
	first: number,
	into: LineFields,
): number {
	if (into.unclosed >= MAX_UNCLOSED) return -1;
	const bracket = first === AT ? from + 1 : from;
	if (bracket >= end || !OPENING.includes(text[bracket] as string)) return -1;
	const close = closingBracket(text, bracket, end);
	if (close > 0 && (close === end || text.charCodeAt(close) === SPACE))
		return close;
	into.unclosed++;
	return -1;
}

/**
 * Reads `key=value key="a value" key={a: 1}` from `at` to `end`.
 *
 * A key is the text before a `=`, without a space. The code searches instead of
 * looping, because V8 vectorizes searches.
 *
 * @param lenient whether a value may contain spaces: it then extends to the next ` key=`
 * @returns `end` if all of the text is pairs, else the offset of the first text
 * that is not; the pairs before it are in the record
 */
export function readPairs(
	text: string,
	at: number,
	end: number,
	into: LineFields,
	lenient = false,
): number {
	let next = at;
	let equals = -1;
	while (next < end) {
		const head = text.charCodeAt(next);
		if (head === SPACE) {
			next++;
			continue;
		}
		if (equals < next) {
			equals = text.indexOf("=", next);
			if (equals < 0) equals = end;
		}
		const token = bareEnd(text, next, end);
		if (equals >= token || KEY[head] !== 1) {
			if (!lenient || into.fieldCount === 0) return next;
			next = token;
			into.valueEnd[into.fieldCount - 1] = next;
			into.valueQuoting[into.fieldCount - 1] = quoting.bare;
			continue;
		}
		const value = equals + 1;
		const first = value < end ? text.charCodeAt(value) : 0;
		let stop = token;
		if (first === QUOTE) {
			const close = closingQuote(text, value + 1, end);
			if (close === end) {
				into.open = true;
				return into.add(next, equals, value + 1, end, quoting.backslash)
					? end
					: next;
			}
			if (close + 1 === end || text.charCodeAt(close + 1) === SPACE) {
				if (!into.add(next, equals, value + 1, close, quoting.backslash))
					return next;
				next = close + 2;
				continue;
			}
		} else if (NESTS[first] === 1) {
			const close = nestedEnd(text, value, end, first, into);
			if (close > 0) stop = close;
		}
		if (!into.add(next, equals, value, stop, quoting.bare)) return next;
		next = stop + 1;
	}
	return end;
}
