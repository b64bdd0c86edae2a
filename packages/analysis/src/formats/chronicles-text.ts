import { readBody } from "./_body.ts";
import { readTime, readUnixTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";

const SPACE = 32;

/** Columns that a message is padded to; old versions cut a longer one to 40 and `.. `. */
export const MESSAGE_WIDTH = 42;

/** @see chronicles `LogLevel.shortName`; `NOT` is what `NTC` was before 0.10.3 */
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

/** Reads level and time. @returns where the message starts, -1 when it is not ours */
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
	if (behind < 0) return at; // built without timestamps
	if (behind === end) return end;
	return text.charCodeAt(behind) === SPACE ? behind + 1 : -1;
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
		// Without a time only fields tell a record from a sentence.
		return into.timed || into.fieldCount > 0;
	},
};
