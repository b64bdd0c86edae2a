import { readBody } from "./_body.ts";
import { hasKey, liftTime, readJson } from "./_json.ts";
import { levelWords } from "./_levels.ts";
import { quoting } from "./_quoting.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { type LineRecord, named } from "./record.ts";

const TARGET = named("target");
const SPAN = named("span");
const HEAD = /^ +(TRACE|DEBUG|INFO|WARN|ERROR) /;
const TARGET_AT = /([A-Za-z_][\w]*(?:::[\w]+)*):(?: |$)/y;
const SPAN_NAME = /[A-Za-z_][\w.-]*/y;

/** @returns the offset behind `name{field=value ..}:`, -1 when no span stands there */
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

function readText(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	const behind = readTime(text, start, end, into);
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
	const spansEnd = at;
	TARGET_AT.lastIndex = at;
	const target = TARGET_AT.exec(text);
	if (target !== null && TARGET_AT.lastIndex <= end) at = TARGET_AT.lastIndex;
	readBody(text, at, end, into);
	into.open = false;
	if (spansEnd > spans) into.addNamed(SPAN, spans, spansEnd - 2);
	if (target !== null)
		into.addNamed(TARGET, spansEnd, spansEnd + (target[1] as string).length);
	return true;
}

/** The JSON of tracing-subscriber keeps message and fields one level down. */
function readNested(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	if (!readJson(text, start, end, into)) return false;
	const level = into.find("level");
	const inner = into.find("fields");
	if (level < 0 || inner < 0) return false;
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
			return hasKey(text, start, end, "fields") &&
				hasKey(text, start, end, "timestamp")
				? 1
				: 0;
		}
		return first >= 48 && first <= 57 && text.charCodeAt(start + 4) === 45
			? 0.8
			: 0;
	},
	parse: (text, start, end, into) =>
		text.charCodeAt(start) === 123
			? readNested(text, start, end, into)
			: readText(text, start, end, into),
};
