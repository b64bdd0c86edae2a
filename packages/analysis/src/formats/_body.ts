import { closingQuote, keyEndAt, readPairs } from "./_pairs.ts";
import type { LineRecord } from "./record.ts";

const SPACE = 32;
const QUOTE = 34;

/** Attempts to read the rest of a line as pairs; a line that needs more has none. */
const MAX_ATTEMPTS = 32;

/** Characters after which a quote opens a quoted text; within a word, it is a character like any other. */
const BEFORE_QUOTE = new Uint8Array(256);
for (const char of " =([{") BEFORE_QUOTE[char.charCodeAt(0)] = 1;

/**
 * Returns the first offset from `at` on that no quotes enclose: `at` itself, or the
 * offset after the quote that closes around it.
 *
 * @param known an offset that no quotes enclose: the result for an earlier `at`, so
 * that a line is scanned once
 * @param from start of the message
 */
function outsideQuotes(
	text: string,
	known: number,
	at: number,
	from: number,
	end: number,
): number {
	let next = known;
	while (next < at) {
		const opens =
			text.charCodeAt(next) === QUOTE &&
			(next === from || BEFORE_QUOTE[text.charCodeAt(next - 1)] === 1);
		next = opens ? closingQuote(text, next + 1, end) + 1 : next + 1;
	}
	return next;
}

/** Finds two spaces in a row, one space at a time: a search for both would run on into the following lines. */
function gapAt(text: string, from: number, end: number): number {
	let at = from;
	for (;;) {
		at = text.indexOf(" ", at);
		if (at < 0 || at + 1 >= end) return -1;
		if (text.charCodeAt(at + 1) === SPACE) return at;
		at++;
	}
}

function trimmedEnd(text: string, start: number, end: number): number {
	let at = end;
	while (at > start && text.charCodeAt(at - 1) === SPACE) at--;
	return at;
}

/**
 * Reads `message key=value key="a value"`.
 *
 * The fields are the longest tail of the line that consists of pairs only, since
 * a message may itself contain `=` and double spaces. The gap that pads the
 * message is tried first, which is right for nearly every line.
 *
 * @param width columns that the writer pads a message to, 0 if it does not pad
 */
export function readBody(
	text: string,
	from: number,
	end: number,
	into: LineRecord,
	width = 0,
): void {
	if (into.layouts.read(text, from, end, into)) return;
	into.messageStart = from;
	let gap = gapAt(text, from, end);
	let padded = -1;
	let outside = from;
	let attempts = 0;
	while (gap >= 0 && attempts < MAX_ATTEMPTS) {
		let key = gap + 2;
		while (key < end && text.charCodeAt(key) === SPACE) key++;
		if (key >= end) break;
		if (keyEndAt(text, key, end) > 0) {
			const certain = key - from === width + 1;
			outside = outsideQuotes(text, outside, key, from, end);
			if (certain || outside === key) {
				attempts++;
				padded = padded < 0 ? key : padded;
				if (tailIsPairs(text, key, end, into)) {
					into.messageEnd = trimmedEnd(text, from, gap);
					into.layouts.learn(into, from);
					return;
				}
				if (certain) break;
			}
		}
		gap = gapAt(text, key, end);
	}
	if (padded < 0 && readSingleSpaced(text, from, end, into)) {
		into.layouts.learn(into, from);
		return;
	}
	into.fieldCount = 0;
	into.open = false;
	if (padded >= 0) {
		readPairs(text, padded, end, into, true);
		into.messageEnd = trimmedEnd(text, from, padded);
		return;
	}
	into.messageEnd = trimmedEnd(text, from, end);
	// A complete message is padded, so this one continues in the next line.
	into.open = end - from < width;
}

function tailIsPairs(
	text: string,
	key: number,
	end: number,
	into: LineRecord,
): boolean {
	into.fieldCount = 0;
	into.open = false;
	return readPairs(text, key, end, into) === end;
}

/** Reads long messages of new versions, and lines whose padding a collector collapsed. */
function readSingleSpaced(
	text: string,
	from: number,
	end: number,
	into: LineRecord,
): boolean {
	let at = from;
	while (at < end) {
		if (keyEndAt(text, at, end) > 0) {
			into.fieldCount = 0;
			into.open = false;
			const stop = readPairs(text, at, end, into);
			if (stop === end) {
				into.messageEnd = trimmedEnd(text, from, at);
				return true;
			}
			// Any earlier start would fail at the same place.
			at = stop;
		}
		const space = text.indexOf(" ", at);
		if (space < 0) return false;
		at = space + 1;
	}
	return false;
}
