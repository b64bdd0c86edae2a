import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";

const LEVEL = "(DEBUG|INFO|WARNING|ERROR|CRITICAL)";
/** What follows the time, each with its level, logger and caller by group. */
const HEADS: readonly {
	readonly pattern: RegExp;
	readonly level: number;
	readonly logger?: number;
	readonly caller?: number;
}[] = [
	{
		pattern: new RegExp(` - ([\\w.]+) - ${LEVEL} - `, "dy"),
		logger: 1,
		level: 2,
	},
	{
		pattern: new RegExp(` - ${LEVEL} - (?:([\\w.-]+\\.py:\\d+) - )?`, "dy"),
		level: 1,
		caller: 2,
	},
	{
		pattern: new RegExp(` \\[${LEVEL}\\] (?:\\[([\\w.]+)\\] )?`, "dy"),
		level: 1,
		logger: 2,
	},
	{
		pattern: new RegExp(` \\| ([\\w.]+) +\\| ${LEVEL} +\\| `, "dy"),
		logger: 1,
		level: 2,
	},
	{
		pattern: new RegExp(` ${LEVEL} +\\[?([\\w.]+)\\]?:? `, "dy"),
		level: 1,
		logger: 2,
	},
];
const TIME =
	/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:,\d+)?(?= (?:[-|] |\[|[DIWEC]))/y;
const LOGGER = named("logger");
const CALLER = named("caller");

/** `2026-08-05 01:15:19,582 - logger - INFO - message`, in the container's time zone: UTC */
export const pythonText: LineFormat = {
	name: "python-text",
	summary:
		"Python's logging with a time: py-libp2p, and the publishers of 10ksim",
	example:
		"2026-08-05 01:15:19,582 - libp2p.pubsub - INFO - peer joined the mesh",
	detect(text, start) {
		TIME.lastIndex = start;
		return TIME.test(text) ? 0.92 : 0;
	},
	parse(text, start, end, into) {
		const behind = readTime(text, start, end, into);
		if (behind < 0) return false;
		for (const { pattern, level, logger, caller } of HEADS) {
			pattern.lastIndex = behind;
			const head = pattern.exec(text);
			if (head === null || pattern.lastIndex > end) continue;
			into.level = levelWords[(head[level] as string).toLowerCase()] as number;
			into.messageStart = pattern.lastIndex;
			into.messageEnd = end;
			const named = (key: number, group: number | undefined) => {
				const span = group === undefined ? undefined : head.indices?.[group];
				if (span) into.addNamed(key, ...span);
			};
			named(LOGGER, logger);
			named(CALLER, caller);
			return true;
		}
		return false;
	},
};
