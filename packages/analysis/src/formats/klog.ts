import { closingQuote, readPairs } from "./_pairs.ts";
import { readYearless } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";

const HEAD =
	/([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{6}) +(\d+) ([\w.+-]+:\d+)\] ?/dy;
const LEVELS: Readonly<Record<string, number>> = { I: 2, W: 4, E: 5, F: 6 };
const CALLER = named("caller");

/**
 * `I0805 01:15:19.582123       1 main.go:41] message`, or with `"message" key="value"`
 *
 * The parser takes the year in which the time is nearest to the collector's. Without
 * one it takes the latest in which the line is not later than the end of the run, or
 * than the last change of its file.
 */
export const klog: LineFormat = {
	name: "klog",
	summary: "Kubernetes' klog and glog; their times have no year",
	example:
		'I0805 01:15:19.582123       1 main.go:41] "Started" pod="lab/pod-7"',
	detect(text, start) {
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 1 : 0;
	},
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return false;
		const [all, level = "", month, day, clock] = head;
		if (!readYearless(`${month}-${day} ${clock}`, into)) return false;
		into.level = LEVELS[level] as number;
		const from = start + all.length;
		into.messageStart = from;
		into.messageEnd = end;
		if (text.charCodeAt(from) === 34 && from < end) {
			const close = closingQuote(text, from + 1, end);
			if (close < end && readPairs(text, close + 1, end, into) === end) {
				into.messageStart = from + 1;
				into.messageEnd = close;
				into.messageQuoting = quoting.backslash;
			} else into.fieldCount = 0;
			into.open = false;
		}
		const caller = head.indices?.[6];
		if (caller !== undefined) into.addNamed(CALLER, ...caller);
		return true;
	},
};
