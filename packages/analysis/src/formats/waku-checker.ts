import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";

const HASHES = named("hashes");
const EQUAL = named("equal");
// The lines have no message of their own.
const STORE = "store messages";
const FILTER = "filter messages";

const isList = (text: string, start: number, end: number) =>
	text.charCodeAt(end - 1) === 93 &&
	(text.startsWith("['", start) ||
		(end - start === 2 && text.startsWith("[]", start)));

const isWord = (text: string, start: number, end: number) =>
	(end - start === 4 && text.startsWith("True", start)) ||
	(end - start === 5 && text.startsWith("False", start));

/** `['<hash>', ..]` and `True`: the answers of the two checkers, without any prefix. */
export const wakuChecker: LineFormat = {
	name: "waku-checker",
	summary: "output of get-store-messages and get-filter-messages",
	untimed: true,
	example: "['F8/TB2esrJuGwYMzupGKvvk8wj9ltsmMhFxoJYT5JYM=']",
	detect: (text, start, end) =>
		isList(text, start, end) || isWord(text, start, end) ? 0.95 : 0,
	parse(text, start, end, into) {
		const list = isList(text, start, end);
		if (!list && !isWord(text, start, end)) return false;
		// The message is appended to the line, and the value is the line itself.
		const line = text.slice(start, end);
		into.text = `${line}${list ? STORE : FILTER}`;
		into.messageStart = line.length;
		into.messageEnd = into.text.length;
		into.addNamed(list ? HASHES : EQUAL, 0, line.length, quoting.bare);
		return true;
	},
};
