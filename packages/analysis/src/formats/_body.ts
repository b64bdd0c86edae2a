import { closingQuote, keyEndAt, readPairs } from "./_pairs.ts";
import type { LineRecord } from "./record.ts";

const SPACE = 32;

/** Would a quote that opened in the message still be open at `at`? */
function insideQuote(text: string, from: number, at: number): boolean {
	let open = text.indexOf('"', from);
	while (open >= 0 && open < at) {
		const close = closingQuote(text, open + 1, at);
		if (close >= at) return true;
		open = text.indexOf('"', close + 1);
	}
	return false;
}

/** Goes from space to space, since a search for two would run on into the lines behind. */
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
 * The fields are the longest tail of the line that is nothing but pairs: a
 * message may hold `=` and double spaces itself. The gap that pads the message
 * is tried first, which is right for nearly every line.
 *
 * @param width columns that the writer pads a message to, 0 when it does not
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
	while (gap >= 0) {
		let key = gap + 2;
		while (key < end && text.charCodeAt(key) === SPACE) key++;
		if (key >= end) break;
		if (keyEndAt(text, key, end) > 0) {
			const certain = key - from === width + 1;
			if (certain || !insideQuote(text, from, key)) {
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
	// A whole message is padded: this one goes on in the next line.
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

/** Long messages of new versions, and lines whose padding a collector squeezed. */
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
			// Every start before the fault would end at the same fault.
			at = stop;
		}
		const space = text.indexOf(" ", at);
		if (space < 0) return false;
		at = space + 1;
	}
	return false;
}
