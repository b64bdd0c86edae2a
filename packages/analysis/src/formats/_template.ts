import { readBody } from "./_body.ts";
import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";

const MARK = "my-format|";
const HEAD = /my-format\|([^|]*)\|(debug|info|warn|error)\|/y;

/** `my-format|2026-08-05T01:15:19.582Z|info|message key=value` */
export const myFormat: LineFormat = {
	name: "my-format",
	summary: "my-format: say here who writes it",
	example: "my-format|2026-08-05T01:15:19.582Z|info|listening port=8645",
	detect: (text, start) => (text.startsWith(MARK, start) ? 1 : 0),
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const [head = "", time = "", level = ""] = HEAD.exec(text) ?? [];
		const from = start + MARK.length;
		const until = from + time.length;
		if (head === "" || start + head.length > end) return false;
		if (readTime(text, from, until, into) !== until) return false;
		into.level = levelWords[level] as number;
		readBody(text, start + head.length, end, into);
		return true;
	},
};
