import { levelWords } from "./_levels.ts";
import { closingQuote } from "./_pairs.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";
import type { LineRecord } from "./record.ts";

const HEAD = / {2}(\d{4}-\d\d-\d\dT\S+) +(TRACE|DEBUG|INFO|WARN|ERROR) /y;
const TARGET_AT = /([A-Za-z_]\w*(?:::\w+)*): /dy;
const KEY = /([A-Za-z_][\w.]*): /y;
const AT = /\n {4}at (\S+)/dg;
const IN = /\n {4}in (\S+)(?: with )?/dg;
const TARGET = named("target");
const CALLER = named("caller");
const SPAN = named("span");

/**
 * Reads `message, key: value, key: value` or, with `keyed`, only pairs. A comma
 * in quotes or brackets separates nothing.
 *
 * @returns the end of the message
 */
function readCommas(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
	keyed: boolean,
): number {
	let depth = 0;
	let messageEnd = keyed ? start : -1;
	let key: readonly [start: number, end: number] | undefined;
	const keyAt = (at: number) => {
		KEY.lastIndex = at;
		const name = KEY.exec(text)?.[1];
		return name === undefined || KEY.lastIndex > end
			? undefined
			: ([at, at + name.length] as const);
	};
	const finish = (at: number) => {
		if (key === undefined) {
			if (messageEnd < 0) messageEnd = at;
			return;
		}
		const value = key[1] + 2;
		const quoted =
			text.charCodeAt(value) === 34 && text.charCodeAt(at - 1) === 34;
		into.add(
			...key,
			quoted ? value + 1 : value,
			quoted ? at - 1 : at,
			quoted ? quoting.backslash : quoting.bare,
		);
	};
	if (keyed) key = keyAt(start);
	for (let at = start; at < end; at++) {
		const char = text.charCodeAt(at);
		if (char === 34) {
			const close = closingQuote(text, at + 1, end);
			if (close === end) break;
			at = close;
		} else if (char === 40 || char === 91 || char === 123) depth++;
		else if (char === 41 || char === 93 || char === 125) depth--;
		else if (char === 44 && depth <= 0 && text.charCodeAt(at + 1) === 32) {
			const next = keyAt(at + 2);
			if (next === undefined) continue;
			finish(at);
			key = next;
			at = next[1];
		}
	}
	finish(end);
	return messageEnd < 0 ? end : messageEnd;
}

/** Two lines or more: `  <time>  INFO target: message, key: value`, `    at file:line`, `    in span with key: value`, and an empty one */
export const rustPretty: LineFormat = {
	name: "rust-pretty",
	summary: "Rust's tracing-subscriber with its format Pretty",
	example:
		'  2026-08-05T01:15:19.582123Z  INFO node::swarm: listening, addr: "/ip4/10.0.0.7", n: 3',
	detect(text, start) {
		if (text.charCodeAt(start) !== 32) return 0;
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 1 : 0;
	},
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return false;
		const [all, time = "", level = ""] = head;
		const behind = readTime(text, start + 2, start + 2 + time.length, into);
		if (behind !== start + 2 + time.length) return false;
		into.level = levelWords[level.toLowerCase()] as number;
		let at = start + all.length;
		TARGET_AT.lastIndex = at;
		const target = TARGET_AT.exec(text)?.indices?.[1];
		if (target) at = target[1] + 2;
		AT.lastIndex = at;
		const caller = AT.exec(text);
		const place = caller?.indices?.[1];
		const stop = caller !== null && caller.index < end ? caller.index : end;
		into.messageStart = at;
		into.messageEnd = readCommas(text, at, stop, into, false);
		if (place && place[1] <= end) into.addNamed(CALLER, ...place);
		IN.lastIndex = stop;
		for (;;) {
			const found = IN.exec(text);
			if (found === null || found.index >= end) break;
			const [span] = found.indices?.slice(1) ?? [];
			if (span) into.addNamed(SPAN, ...span);
			const line = text.indexOf("\n", IN.lastIndex);
			const until = line < 0 || line > end ? end : line;
			if (found[0].endsWith(" with "))
				readCommas(text, IN.lastIndex, until, into, true);
		}
		if (target) into.addNamed(TARGET, ...target);
		into.open = text.charCodeAt(end - 1) !== 10;
		return true;
	},
};
