import { readTime, readUnixTime } from "./_time.ts";
import type { Inner, Wrapper } from "./format.ts";
import { LineRecord } from "./record.ts";

const head = new LineRecord();

/** Times of journalctl: short, short-precise, short-full, short-iso, short-unix. Only the last three have a year. */
const HEAD =
	/(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|(?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d| [A-Z]{3,4}))|(\d{10}\.\d{6})) ([\w.-]+) ([^\s:[\]]+)(?:\[\d+\])?: /dy;

/** Units whose lines are sentences. */
const SENTENCES = new Set(["systemd", "kernel", "init"]);

/** `Aug 05 01:15:19 node-01 node[4132]: line` */
export const journald: Wrapper = {
	name: "journald",
	summary: "journalctl and syslog files",
	example:
		"2026-08-05T01:15:19.582123+00:00 node-01 node[4132]: INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		HEAD.lastIndex = start;
		const found = HEAD.exec(text);
		if (found === null || HEAD.lastIndex > end) return undefined;
		const [all, , , host = "", unit = ""] = found;
		const [, iso, unix] = found.indices ?? [];
		head.reset("");
		if (iso && readTime(text, iso[0], iso[1], head) !== iso[1])
			return undefined;
		if (unix) readUnixTime(text, unix[0], unix[1], head);
		const from = start + all.length;
		return [
			{
				text,
				start: from,
				end,
				partial: false,
				origin: { pod: host, container: unit },
				...(SENTENCES.has(unit) && {
					asLogfmt: `msg="${text.slice(from, end).replace(/["\\]/g, "\\$&")}"`,
				}),
				...(!all.includes("]: ") && { uncertain: true }),
				...(head.timed && {
					seen: { seconds: head.seconds, nanos: head.nanos },
				}),
			},
		];
	},
};
