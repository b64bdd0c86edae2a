import { hasKey, readJsonRecord } from "./_json.ts";
import { slogLevel } from "./_levels.ts";
import type { LineFormat } from "./format.ts";

const shape = {
	level: "level",
	time: "time",
	message: "msg",
	levels: slogLevel,
} as const;

/** `{"time":"2026-08-05T01:15:19.582Z","level":"INFO","msg":"message","key":1}` */
export const goSlog: LineFormat = {
	name: "go-slog",
	summary: "Go's log/slog, JSON; its text is logfmt",
	example:
		'{"time":"2026-08-05T01:15:19.582819284Z","level":"INFO","msg":"peer joined","peer":"A","height":12}',
	detect: (text, start, end) =>
		text.startsWith('{"time":', start) &&
		hasKey(text, start, end, "level") &&
		hasKey(text, start, end, "msg")
			? 0.97
			: 0,
	parse: (text, start, end, into) =>
		text.startsWith('{"time":', start) &&
		readJsonRecord(text, start, end, into, shape),
};
