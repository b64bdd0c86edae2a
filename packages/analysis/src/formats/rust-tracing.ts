import { readBody } from "./_body.ts";
import { hasKey, liftTime, readJson } from "./_json.ts";
import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";
import type { LineRecord } from "./record.ts";

const TARGET = named("target");
const SPAN = named("span");
const LINE = /\d{4}-\d\d-\d\dT\S+ +(?:TRACE|DEBUG|INFO|WARN|ERROR) /y;
/** Time since the start, by `tracing_subscriber::fmt::uptime()`: it says nothing about the date. */
const UPTIME = / {0,7}\d+\.\d{9}s +(?:TRACE|DEBUG|INFO|WARN|ERROR) /y;
const HEAD = /^ +(TRACE|DEBUG|INFO|WARN|ERROR) /;
const TARGET_AT = /([A-Za-z_][\w]*(?:::[\w]+)*):(?: |$)/y;
/** Names of spans in the compact format, `outer:inner: `: what stands before a target with a path. */
const COMPACT_SPANS =
	/[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)*: (?=[A-Za-z_]\w*(?:::\w+)+: )/y;
const SPAN_NAME = /[A-Za-z_][\w.-]*/y;

/** @returns the offset after `name{field=value ..}:`, -1 if there is no span at `at` */
function spanEnd(text: string, at: number, end: number): number {
	SPAN_NAME.lastIndex = at;
	if (!SPAN_NAME.test(text)) return -1;
	let next = SPAN_NAME.lastIndex;
	if (text.charCodeAt(next) !== 123) return -1;
	let depth = 0;
	for (; next < end; next++) {
		const char = text.charCodeAt(next);
		if (char === 123) depth++;
		else if (char === 125 && --depth === 0) break;
	}
	return next + 1 < end && text.charCodeAt(next + 1) === 58 ? next + 2 : -1;
}

/** Removes the commas between pairs of a sentence such as `meshSize=6, peers=9`. */
function dropCommas(into: LineRecord): void {
	const last = into.fieldCount - 1;
	const comma = (at: number) =>
		into.valueQuoting[at] === quoting.bare &&
		into.text.charCodeAt((into.valueEnd[at] as number) - 1) === 44;
	for (let at = 0; at < last; at++) if (!comma(at)) return;
	for (let at = 0; at < last; at++) {
		into.valueEnd[at] = (into.valueEnd[at] as number) - 1;
	}
	if (last > 0) into.layout = undefined;
}

function isUptime(text: string, start: number): boolean {
	UPTIME.lastIndex = start;
	return UPTIME.test(text);
}

function readText(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	const behind = isUptime(text, start)
		? text.indexOf("s", start) + 1
		: readTime(text, start, end, into);
	if (behind < 0) return false;
	const head = HEAD.exec(text.slice(behind, Math.min(end, behind + 16)));
	if (head === null) return false;
	into.level = levelWords[(head[1] as string).toLowerCase()] as number;
	let at = behind + head[0].length;
	const spans = at;
	for (;;) {
		const next = spanEnd(text, at, end);
		if (next < 0) break;
		at = next;
		while (at < end && (text.charCodeAt(at) === 32 || text[at] === ":")) at++;
	}
	if (at === spans) {
		COMPACT_SPANS.lastIndex = at;
		if (COMPACT_SPANS.test(text) && COMPACT_SPANS.lastIndex < end)
			at = COMPACT_SPANS.lastIndex;
	}
	const spansEnd = at;
	TARGET_AT.lastIndex = at;
	const target = TARGET_AT.exec(text);
	if (target !== null && TARGET_AT.lastIndex <= end) at = TARGET_AT.lastIndex;
	readBody(text, at, end, into);
	into.open = false;
	dropCommas(into);
	if (spansEnd > spans) into.addNamed(SPAN, spans, spansEnd - 2);
	if (target !== null)
		into.addNamed(TARGET, spansEnd, spansEnd + (target[1] as string).length);
	return true;
}

/** Moves level, time and message out of a record whose fields are flattened. */
function readFlat(into: LineRecord, level: number): boolean {
	const known = levelWords[into.value(level).toLowerCase()];
	if (known === undefined || into.find("target") < 0) return false;
	into.level = known;
	into.drop(level);
	liftTime(into, "timestamp");
	const message = into.find("message");
	if (message < 0) return into.timed;
	into.messageStart = into.valueStart[message] as number;
	into.messageEnd = into.valueEnd[message] as number;
	into.messageQuoting = quoting.json;
	into.drop(message);
	return into.timed;
}

/** Reads the JSON of tracing-subscriber, whose message and fields are one level down. */
function readNested(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	if (!readJson(text, start, end, into)) return false;
	const level = into.find("level");
	const inner = into.find("fields");
	if (level < 0) return false;
	if (inner < 0) return readFlat(into, level);
	const known = levelWords[into.value(level).toLowerCase()];
	if (known === undefined) return false;
	into.level = known;
	const from = into.valueStart[inner] as number;
	const to = into.valueEnd[inner] as number;
	into.drop(Math.max(level, inner));
	into.drop(Math.min(level, inner));
	liftTime(into, "timestamp");
	if (!readJson(text, from, to, into)) return false;
	const message = into.find("message");
	if (message < 0) return true;
	into.messageStart = into.valueStart[message] as number;
	into.messageEnd = into.valueEnd[message] as number;
	into.messageQuoting = quoting.json;
	into.drop(message);
	return true;
}

/** `2026-08-05T01:15:19.582123Z  INFO span{id=1}: crate::module: message key=value` */
export const rustTracing: LineFormat = {
	name: "rust-tracing",
	summary: "Rust's tracing-subscriber, text and JSON: Logos, rust-libp2p",
	example:
		'2026-08-05T01:15:19.582123Z  INFO swarm{peer=12D3}: node::network: listening address="/ip4/10.0.0.7"',
	detect(text, start, end) {
		const first = text.charCodeAt(start);
		if (first === 123) {
			return (hasKey(text, start, end, "fields") ||
				(hasKey(text, start, end, "target") &&
					hasKey(text, start, end, "level"))) &&
				hasKey(text, start, end, "timestamp")
				? 1
				: 0;
		}
		if (isUptime(text, start)) return 0.95;
		if (!(first >= 48 && first <= 57 && text.charCodeAt(start + 4) === 45))
			return 0;
		LINE.lastIndex = start;
		return LINE.test(text) ? 0.95 : 0.8;
	},
	parse: (text, start, end, into) =>
		text.charCodeAt(start) === 123
			? readNested(text, start, end, into)
			: readText(text, start, end, into),
};
