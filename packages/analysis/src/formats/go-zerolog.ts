import { readBody } from "./_body.ts";
import { hasKey, type JsonShape, readJsonRecord } from "./_json.ts";
import { anyCaseLevels } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { LineRecord } from "./record.ts";

const shape: JsonShape = {
	level: "level",
	time: "time",
	message: "message",
	levels: (word) => anyCaseLevels[word],
};

const CALLER = named("caller");
const other = new LineRecord();
/** The console's default time has no date: such a record has no instant. */
const CLOCK = /\d{1,2}:\d{2}(?::\d{2})?[AP]M/y;
const LINE = /\d{4}-\d\d-\d\dT\S+ (?:TRC|DBG|INF|WRN|ERR|FTL|PNC) /y;
const HEAD = /^ (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:([\w./@-]+\.go:\d+) > )?/;

function readConsole(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	let at = readTime(text, start, end, into);
	if (at < 0) {
		CLOCK.lastIndex = start;
		if (!CLOCK.test(text)) return false;
		at = CLOCK.lastIndex;
	}
	const head = HEAD.exec(text.slice(at, Math.min(end, at + 200)));
	if (head === null) return false;
	into.level = anyCaseLevels[head[1] as string] as number;
	// The message is another format's record: the time before it is an envelope's.
	if (readTime(text, at + head[0].length, end, other) >= 0) return false;
	const caller = head[2];
	readBody(text, at + head[0].length, end, into);
	into.open = false;
	if (caller !== undefined) {
		into.addNamed(CALLER, at + 5, at + 5 + caller.length);
	}
	return true;
}

/** JSON, or `2026-08-05T01:15:19Z INF message key=value` */
export const goZerolog: LineFormat = {
	name: "go-zerolog",
	summary: "Go's zerolog, JSON and console",
	example:
		'{"level":"info","time":"2026-08-05T01:15:19Z","message":"listening","port":8645}',
	detect(text, start, end) {
		const first = text.charCodeAt(start);
		if (first === 123) {
			return hasKey(text, start, end, "level") &&
				hasKey(text, start, end, "message")
				? 0.95
				: 0;
		}
		if (!(first >= 48 && first <= 57)) return 0;
		LINE.lastIndex = start;
		return LINE.test(text) ? 0.92 : 0.6;
	},
	parse: (text, start, end, into) =>
		text.charCodeAt(start) === 123
			? // winston's records have the same keys, except the time's.
				readJsonRecord(text, start, end, into, shape) &&
				into.find("timestamp") < 0
			: readConsole(text, start, end, into),
};
