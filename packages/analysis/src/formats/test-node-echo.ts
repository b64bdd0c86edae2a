import { quoting } from "./_quoting.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./record.ts";

const ID = named("id");
const MARK = " milliseconds: ";

/** `13647046878266911 milliseconds: -1`, which the test nodes print per delivery */
export const testNodeEcho: LineFormat = {
	name: "test-node-echo",
	summary:
		"the bare line that the nim, Go and Rust test nodes print per delivery",
	example: "13647046878266911 milliseconds: 12",
	detect(text, start, end) {
		const first = text.charCodeAt(start);
		if (!(first >= 48 && first <= 57)) return 0;
		const mark = text.indexOf(MARK, start);
		return mark > 0 && mark < Math.min(end, start + 21) ? 1 : 0;
	},
	parse(text, start, end, into) {
		const first = text.charCodeAt(start);
		if (!(first >= 48 && first <= 57)) return false;
		const mark = text.indexOf(MARK, start);
		if (mark <= start || mark > start + 20 || mark + MARK.length >= end)
			return false;
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
