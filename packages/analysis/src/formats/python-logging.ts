import { levelWords } from "./_levels.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import { quoting } from "./quoting.ts";

const LOGGER = named("logger");
const HEAD_AT = /(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]+):/y;

function headAt(text: string, start: number): RegExpExecArray | null {
	HEAD_AT.lastIndex = start;
	return HEAD_AT.exec(text);
}

/** `INFO:root:Retrieved 60 messages`, the default format of `logging.basicConfig` */
export const pythonLogging: LineFormat = {
	name: "python-logging",
	summary: "Python's logging in its default format: publishers, checkers",
	untimed: true,
	example: "INFO:root:Talking with store-0-1, ip address: 10.42.0.7",
	detect(text, start, end) {
		const head = headAt(text, start);
		return head !== null && start + head[0].length <= end ? 0.95 : 0;
	},
	parse(text, start, end, into) {
		const head = headAt(text, start);
		if (head === null || start + head[0].length > end) return false;
		const [all, level = "", logger = ""] = head;
		into.level = levelWords[level.toLowerCase()] as number;
		into.messageStart = start + all.length;
		into.messageEnd = end;
		const from = start + level.length + 1;
		into.addNamed(LOGGER, from, from + logger.length, quoting.bare);
		return true;
	},
};
