import { readBody } from "./_body.ts";
import { hasKey, type JsonShape, readJsonRecord } from "./_json.ts";
import { levelWords } from "./_levels.ts";
import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";

const shape: JsonShape = {
	level: "level",
	time: "time",
	message: "msg",
	// In lower case; slog has the same keys and writes capitals.
	levels: (word) => levelWords[word],
};

/** `INFO[2026-08-05T01:15:19Z] message`; without `FullTimestamp`, seconds since the start are in the brackets. */
const HEAD = /(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[([^\]\s]+)\]/y;
const LEVELS: Readonly<Record<string, number>> = {
	TRAC: 0,
	DEBU: 1,
	INFO: 2,
	WARN: 4,
	ERRO: 5,
	FATA: 6,
	PANI: 6,
};
/** Columns that logrus pads a message to on a terminal. */
const WIDTH = 44;

/** JSON, or `INFO[2026-08-05T01:15:19Z] message   key=value`; its other text is logfmt */
export const logrus: LineFormat = {
	name: "logrus",
	summary: "Go's logrus, JSON and as on a terminal; its plain text is logfmt",
	example:
		'{"level":"info","msg":"peer joined","peer":"A","time":"2026-08-05T01:15:19Z"}',
	detect(text, start, end) {
		if (text.charCodeAt(start) === 123) {
			return hasKey(text, start, end, "level") &&
				hasKey(text, start, end, "msg") &&
				hasKey(text, start, end, "time")
				? 0.96
				: 0;
		}
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 0.95 : 0;
	},
	parse(text, start, end, into) {
		if (text.charCodeAt(start) === 123) {
			return readJsonRecord(text, start, end, into, shape) && into.timed;
		}
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null) return false;
		const [all, level = "", time = ""] = head;
		into.level = LEVELS[level] as number;
		const from = start + level.length + 1;
		if (readTime(text, from, from + time.length, into) < 0) {
			if (!/^\d{4,}$/.test(time)) return false;
		}
		const at = start + all.length;
		readBody(text, text.charCodeAt(at) === 32 ? at + 1 : at, end, into, WIDTH);
		into.open = false;
		return true;
	},
};
