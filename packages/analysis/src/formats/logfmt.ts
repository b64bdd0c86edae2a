import { liftTime } from "./_json.ts";
import { anyCaseLevels, slogLevel } from "./_levels.ts";
import { keyEndAt, readPairs } from "./_pairs.ts";
import type { LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";

const MESSAGE_KEYS = ["msg", "message", "event"];
const LEVEL_KEYS = ["level", "lvl", "severity"];
const TIME_KEYS = ["time", "ts", "timestamp", "t"];

const firstOf = (record: LineRecord, keys: readonly string[]) =>
	keys.map((key) => record.find(key)).find((at) => at >= 0) ?? -1;

/** A line that is logfmt beyond doubt: it begins with its time or level. */
const LINE = /(?:time|ts|level|lvl)="?\w[^ ]* /y;

/** `time=2026-08-05T01:15:19Z level=info msg="a message" key=value` */
export const logfmt: LineFormat = {
	name: "logfmt",
	summary: "logfmt: Grafana, Prometheus, many Go programs",
	example: 'time=2026-08-05T01:15:19.582Z level=info msg="listening" port=8645',
	detect: (text, start, end) => {
		if (keyEndAt(text, start, end) < 0) return 0;
		LINE.lastIndex = start;
		return LINE.test(text) ? 0.95 : 0.5;
	},
	parse(text, start, end, into) {
		if (readPairs(text, start, end, into) !== end) return false;
		const message = firstOf(into, MESSAGE_KEYS);
		if (message < 0) return false; // pairs without a message are not a record
		into.messageStart = into.valueStart[message] as number;
		into.messageEnd = into.valueEnd[message] as number;
		into.messageQuoting = into.valueQuoting[message] as number;
		into.drop(message);
		const level = firstOf(into, LEVEL_KEYS);
		const word = level < 0 ? "" : into.value(level);
		const known = anyCaseLevels[word] ?? slogLevel(word);
		if (known !== undefined) {
			into.level = known;
			into.drop(level);
		}
		for (const key of TIME_KEYS) {
			if (!into.timed) liftTime(into, key);
		}
		return true;
	},
};
