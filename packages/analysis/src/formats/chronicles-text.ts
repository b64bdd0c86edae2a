import { readBody } from "./_body.ts";
import { readTime, readUnixTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";

const SPACE = 32;

/** Columns that a message is padded to; old versions truncate a longer one to 40 and add `.. `. */
export const MESSAGE_WIDTH = 42;

/** Source: chronicles, `LogLevel.shortName`; before 0.10.3, `NTC` was `NOT`. */
const LEVELS: Readonly<Record<string, number>> = {
	TRC: 0,
	DBG: 1,
	INF: 2,
	NTC: 3,
	NOT: 3,
	WRN: 4,
	ERR: 5,
	FAT: 6,
};

const code = (name: string) =>
	(name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2);
const LEVEL_BY_CODE = new Map(
	Object.entries(LEVELS).map(([name, level]) => [code(name), level]),
);

function levelAt(text: string, at: number): number | undefined {
	return LEVEL_BY_CODE.get(
		(text.charCodeAt(at) << 16) |
			(text.charCodeAt(at + 1) << 8) |
			text.charCodeAt(at + 2),
	);
}

/** Reads level and time. @returns the offset of the message, -1 if the line has another format */
function readHead(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): number {
	if (end - start < 4 || text.charCodeAt(start + 3) !== SPACE) return -1;
	const level = levelAt(text, start);
	if (level === undefined) return -1;
	into.level = level;
	const at = start + 4;
	let behind = readTime(text, at, end, into);
	if (behind < 0) behind = readUnixTime(text, at, end, into);
	if (behind < 0) return undated(text, at, end);
	if (behind === end) return end;
	return text.charCodeAt(behind) === SPACE ? behind + 1 : -1;
}

const CLOCK = /\d\d:\d\d:\d\d(?:[.,]\d+)?(?: |$)/y;
/** A date that is none, or in a form that chronicles does not write. */
const DATE = /\d{1,4}[-/.:]\d|[A-Z][a-z]{2} +\d{1,2} \d\d:/y;

/** @returns the offset of the message behind a time without a date or behind no time at all, -1 if another time is there */
function undated(text: string, at: number, end: number): number {
	CLOCK.lastIndex = at;
	if (CLOCK.test(text) && CLOCK.lastIndex <= end) return CLOCK.lastIndex;
	DATE.lastIndex = at;
	return DATE.test(text) ? -1 : at;
}

/** `INF 2026-08-05 01:15:19.582+00:00 message, padded   topics="a b" key=value` */
export const chroniclesText: LineFormat = {
	name: "chronicles-text",
	summary: "Nim's chronicles, textlines: nim-libp2p, nwaku, nimbus",
	example:
		'INF 2026-08-05 01:15:19.582+00:00 Listening on                               topics="node" tid=1 address=/ip4/10.0.0.7/tcp/5000',
	detect(text, start, end) {
		if (end - start < 4 || text.charCodeAt(start + 3) !== SPACE) return 0;
		if (levelAt(text, start) === undefined) return 0;
		const next = text.charCodeAt(start + 4);
		return next >= 48 && next <= 57 ? 1 : 0.6;
	},
	parse(text, start, end, into) {
		const from = readHead(text, start, end, into);
		if (from < 0) return false;
		readBody(text, from, end, into, MESSAGE_WIDTH);
		// Without a time, only fields distinguish a record from a sentence.
		return into.timed || into.fieldCount > 0;
	},
};
