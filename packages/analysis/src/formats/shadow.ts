import { levelWords } from "./_levels.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import type { LineRecord } from "./record.ts";

/** Unix time at which every simulation starts. @see Shadow, SIMULATION_START_SEC */
export const SIMULATION_START_SECONDS = 946_684_800;

const LINE =
	/^(\d{2,}:\d{2}:\d{2}\.\d+) \[(\d+)(?::([^\]]*))?\] (n\/a|(\d{2,}):(\d{2}):(\d{2})\.(\d+)) \[(ERROR|WARN|INFO|DEBUG|TRACE)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] /d;

/** Source: Shadow 3, `ShadowStatusBarState` in `core/controller.rs`. */
const PROGRESS =
	/Progress: (\d+)% \S+ simulated: (\d{2,}):(\d\d):(\d\d)(?:\.(\d+))?\/([\d:.]+), realtime: ([\d:.]+), processes failed: (\d+)/dy;
const PROGRESS_NAMES = {
	1: named("percent"),
	6: named("simulationEnd"),
	7: named("realtime"),
	8: named("processesFailed"),
} as const;
const PROGRESS_LENGTH = "Progress".length;

function setTime(
	into: LineRecord,
	[hours, minutes, seconds, fraction]: readonly (string | undefined)[],
): void {
	into.seconds =
		SIMULATION_START_SECONDS +
		Number(hours) * 3600 +
		Number(minutes) * 60 +
		Number(seconds);
	into.nanos = Number((fraction ?? "").padEnd(9, "0").slice(0, 9));
}

function readProgress(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	PROGRESS.lastIndex = start;
	const found = PROGRESS.exec(text);
	if (found === null || PROGRESS.lastIndex !== end) return false;
	setTime(into, found.slice(2, 6));
	into.level = levelWords.info as number;
	into.messageStart = start;
	into.messageEnd = start + PROGRESS_LENGTH;
	for (const [group, name] of Object.entries(PROGRESS_NAMES)) {
		const span = found.indices?.[Number(group)];
		if (span !== undefined) into.addNamed(name, ...span);
	}
	return true;
}

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
	summary: "the Shadow simulator's own log, and its progress",
	// Lines from before the simulation starts have no simulated time.
	untimed: true,
	example:
		"00:00:03.104512 [4132:shadow-worker] 00:01:30.000000000 [INFO] [pod-7:11.100.7.10] [process.rs:231] [spawn] started process",
	detect: (text, start, end) =>
		text.startsWith("Progress: ", start) ||
		(text.charCodeAt(start + 2) === 58 &&
			LINE.test(text.slice(start, Math.min(end, start + 400))))
			? 1
			: 0,
	parse(text, start, end, into) {
		if (text.startsWith("Progress: ", start))
			return readProgress(text, start, end, into);
		if (text.charCodeAt(start + 2) !== 58) return false;
		const head = LINE.exec(text.slice(start, Math.min(end, start + 2000)));
		if (head === null) return false;
		const [all, , , , , hours, minutes, seconds, fraction, level] = head;
		if (hours !== undefined) {
			setTime(into, [hours, minutes, seconds, fraction]);
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
