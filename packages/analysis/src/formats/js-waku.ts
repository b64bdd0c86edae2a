import { readBody } from "./_body.ts";
import { readJson } from "./_json.ts";
import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import type { LineRecord } from "./record.ts";

const NAMESPACE = named("namespace");
const NAMESPACE_AT = /(?:(?:js-)?waku|libp2p)(?::[\w.-]+)*/y;
const ELAPSED = / \+\d+(?:ms|s|m|h|d)$/;

/**
 * Returns the level, which is one part of the namespace; its position depends on
 * the version. libp2p's `:trace` is a level too. A namespace without one is debug
 * output.
 */
function levelOf(namespace: string): number {
	for (const part of namespace.split(":")) {
		const level = levelWords[part];
		if (level !== undefined) return level;
	}
	return 1;
}

function skipSpaces(text: string, at: number, end: number): number {
	let next = at;
	while (next < end && text.charCodeAt(next) === 32) next++;
	return next;
}

/** Reads `message: {"key": 1}`, where the object may span several lines. */
function readObject(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	const colon = text.indexOf(": {", start);
	if (colon < 0 || colon >= end) return false;
	into.messageStart = start;
	into.messageEnd = colon;
	if (readJson(text, colon + 2, end, into)) return true;
	into.fieldCount = 0;
	return false;
}

/** `2026-08-05T01:15:19.582Z waku:info:relay message`, or `waku:info:relay message +3ms` */
export const jsWaku: LineFormat = {
	name: "js-waku",
	summary: "js-waku and js-libp2p, which log through debug or weald",
	untimed: true,
	example: "2026-08-05T01:15:19.582Z waku:info:lightpush sent to 1 peer",
	detect(text, start, end) {
		const first = text.charCodeAt(start);
		const dated = first >= 48 && first <= 57;
		const at = text.indexOf("waku:", start);
		const libp2p = text.indexOf("libp2p:", start);
		const near = (offset: number) =>
			offset >= 0 && offset < Math.min(end, start + 40);
		return near(at) || near(libp2p) ? (dated ? 1 : 0.9) : 0;
	},
	parse(text, start, end, into) {
		const behind = readTime(text, start, end, into);
		const from = skipSpaces(text, behind < 0 ? start : behind, end);
		NAMESPACE_AT.lastIndex = from;
		const namespace = NAMESPACE_AT.exec(text)?.[0];
		if (namespace === undefined) return false;
		const to = from + namespace.length;
		if (to > end || (to < end && text.charCodeAt(to) !== 32)) return false;
		const elapsed = ELAPSED.exec(text.slice(Math.max(to, end - 16), end));
		const stop = elapsed === null ? end : end - elapsed[0].length;
		into.level = levelOf(namespace);
		const body = skipSpaces(text, to, stop);
		if (readObject(text, body, stop, into)) into.open = false;
		else {
			readBody(text, body, stop, into);
			const line = text.indexOf("\n", body);
			into.open = text.charCodeAt((line < 0 ? stop : line) - 1) === 123;
		}
		into.addNamed(NAMESPACE, from, to);
		return true;
	},
};
