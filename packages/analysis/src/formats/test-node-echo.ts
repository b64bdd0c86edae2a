import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";

const ID = named("id");
const MARK = " milliseconds: ";

/** Digits of an id, at most. */
const MAX_DIGITS = 20;

/** @returns the offset of the mark behind a number, -1 if there is none */
function markAt(text: string, start: number): number {
	let at = start;
	while (at - start <= MAX_DIGITS) {
		const digit = text.charCodeAt(at) - 48;
		if (!(digit >= 0 && digit <= 9)) break;
		at++;
	}
	return at > start && at - start <= MAX_DIGITS && text.startsWith(MARK, at)
		? at
		: -1;
}

/** `13647046878266911 milliseconds: -1`, which the test nodes print per delivery */
export const testNodeEcho: LineFormat = {
	name: "test-node-echo",
	summary:
		"the bare line that the nim, Go and Rust test nodes print per delivery",
	untimed: true,
	example: "13647046878266911 milliseconds: 12",
	detect(text, start, end) {
		const mark = markAt(text, start);
		return mark > 0 && mark < end ? 1 : 0;
	},
	parse(text, start, end, into) {
		const mark = markAt(text, start);
		if (mark < 0 || mark + MARK.length >= end) return false;
		const wordStart = mark + 1;
		const wordEnd = mark + MARK.length - 2;
		into.messageStart = wordStart;
		into.messageEnd = wordEnd;
		into.addNamed(ID, start, mark);
		into.add(wordStart, wordEnd, mark + MARK.length, end, quoting.bare);
		into.layout = into.layouts.echo;
		return true;
	},
};
