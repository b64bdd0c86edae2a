import { readBody } from "./_body.ts";
import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";

const HEAD =
	/\[(?:(\d{4}-[^ \]]+) )?(TRACE|DEBUG|INFO|WARN|ERROR) {1,2}(?:(\S+:\d+) )?([\w:-]+)\] ?/dy;
const TARGET = named("target");
const CALLER = named("caller");

/** `[2026-08-05T01:15:19Z INFO  crate::module] message` */
export const envLogger: LineFormat = {
	name: "env-logger",
	summary: "Rust's env_logger",
	example: "[2026-08-05T01:15:19Z INFO  node::swarm] peer joined id=7",
	detect(text, start) {
		if (text.charCodeAt(start) !== 91) return 0;
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 1 : 0;
	},
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return false;
		const [, time, , caller, target] = head.indices ?? [];
		if (time && readTime(text, time[0], time[1], into) !== time[1])
			return false;
		into.level = levelWords[(head[2] as string).toLowerCase()] as number;
		readBody(text, start + head[0].length, end, into);
		into.open = false;
		if (caller) into.addNamed(CALLER, ...caller);
		if (target) into.addNamed(TARGET, ...target);
		return true;
	},
};
