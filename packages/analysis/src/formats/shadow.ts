import { levelWords } from "./_levels.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./record.ts";

/** What the clocks in a simulation start from. @see Shadow, SIMULATION_START_SEC */
export const SIMULATION_START_SECONDS = 946_684_800;

const LINE =
	/^(\d{2,}:\d{2}:\d{2}\.\d+) \[(\d+)(?::([^\]]*))?\] (n\/a|(\d{2,}):(\d{2}):(\d{2})\.(\d+)) \[(ERROR|WARN|INFO|DEBUG|TRACE)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] /d;

const NAMES = {
	1: named("wallTime"),
	2: named("threadId"),
	3: named("threadName"),
	11: named("file"),
	12: named("function"),
} as const;
const HOST = named("host");
const IP = named("ip");

/** `00:00:01.234 [41:shadow-worker] 00:00:02.000000000 [INFO] [host:ip] [file:line] [function] message` */
export const shadow: LineFormat = {
	name: "shadow",
	summary: "the Shadow simulator's own log",
	example:
		"00:00:03.104512 [4132:shadow-worker] 00:01:30.000000000 [INFO] [pod-7:11.100.7.10] [process.rs:231] [spawn] started process",
	detect: (text, start, end) =>
		text.charCodeAt(start + 2) === 58 &&
		LINE.test(text.slice(start, Math.min(end, start + 400)))
			? 1
			: 0,
	parse(text, start, end, into) {
		if (text.charCodeAt(start + 2) !== 58) return false;
		const head = LINE.exec(text.slice(start, Math.min(end, start + 2000)));
		if (head === null) return false;
		const [all, , , , , hours, minutes, seconds, fraction, level] = head;
		if (hours !== undefined) {
			into.seconds =
				SIMULATION_START_SECONDS +
				Number(hours) * 3600 +
				Number(minutes) * 60 +
				Number(seconds);
			into.nanos = Number((fraction ?? "").padEnd(9, "0").slice(0, 9));
		}
		into.level = levelWords[(level as string).toLowerCase()] as number;
		into.messageStart = start + all.length;
		into.messageEnd = end;
		for (const [group, name] of Object.entries(NAMES)) {
			const span = head.indices?.[Number(group)];
			if (span !== undefined)
				into.addNamed(name, start + span[0], start + span[1]);
		}
		const host = head.indices?.[10];
		if (host !== undefined && head[10] !== "n/a") {
			const colon = (head[10] as string).lastIndexOf(":");
			const split = start + (colon < 0 ? host[1] : host[0] + colon);
			into.addNamed(HOST, start + host[0], split);
			if (colon >= 0) into.addNamed(IP, split + 1, start + host[1]);
		}
		return true;
	},
};
