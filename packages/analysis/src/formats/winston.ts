import {
	hasKey,
	type JsonShape,
	liftTime,
	readJson,
	readJsonRecord,
} from "./_json.ts";
import { anyCaseLevels } from "./_levels.ts";
import type { LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";

/** Source: winston 3, `npm` and `syslog` levels. */
const LEVELS: Readonly<Record<string, number>> = {
	...anyCaseLevels,
	silly: 0,
	verbose: 1,
	http: 2,
	crit: 6,
	alert: 6,
	emerg: 6,
};

const shape: JsonShape = {
	level: "level",
	time: "timestamp",
	message: "message",
	levels: (word) => LEVELS[word],
};

const HEAD = /(silly|debug|verbose|http|info|warn|error): /y;

/** Reads `level: message {"key":1,"timestamp":".."}`. */
function readSimple(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	HEAD.lastIndex = start;
	const head = HEAD.exec(text);
	if (head === null) return false;
	const [all, level = ""] = head;
	const from = start + all.length;
	const object = text.indexOf(" {", from);
	if (object < 0 || object >= end) return false;
	if (!readJson(text, object + 1, end, into)) return false;
	liftTime(into, "timestamp");
	into.level = LEVELS[level] as number;
	into.messageStart = from;
	into.messageEnd = object;
	return into.timed;
}

/** `{"level":"info","message":"..","timestamp":".."}`, or `info: message {"timestamp":".."}` */
export const winston: LineFormat = {
	name: "winston",
	summary: "winston of Node.js with timestamps, JSON and simple",
	example:
		'{"level":"info","message":"peer joined","peer":"A","timestamp":"2026-08-05T01:15:19.582Z"}',
	detect(text, start, end) {
		if (text.charCodeAt(start) === 123) {
			return hasKey(text, start, end, "level") &&
				hasKey(text, start, end, "message") &&
				hasKey(text, start, end, "timestamp")
				? 0.96
				: 0;
		}
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 0.9 : 0;
	},
	parse: (text, start, end, into) =>
		text.charCodeAt(start) === 123
			? readJsonRecord(text, start, end, into, shape) && into.timed
			: readSimple(text, start, end, into),
};
