import { hasKey, type JsonShape, readJsonRecord } from "./_json.ts";
import type { LineFormat } from "./format.ts";

const LEVELS: Readonly<Record<string, number>> = {
	TRC: 0,
	DBG: 1,
	INF: 2,
	NTC: 3,
	NOT: 3,
	WRN: 4,
	ERR: 5,
	FAT: 6,
};

const shape: JsonShape = {
	level: "lvl",
	time: "ts",
	message: "msg",
	levels: (word) => LEVELS[word],
};

/** `{"lvl":"INF","ts":"2026-08-05 01:15:19.582+00:00","msg":"..","topics":".."}` */
export const chroniclesJson: LineFormat = {
	name: "chronicles-json",
	summary: "Nim's chronicles, json: nwaku and nimbus with --log-format=json",
	example:
		'{"lvl":"INF","ts":"2026-08-05 01:15:19.582+00:00","msg":"Listening on","topics":"node","tid":1}',
	detect: (text, start, end) =>
		text.charCodeAt(start) === 123 &&
		hasKey(text, start, end, "lvl") &&
		hasKey(text, start, end, "msg")
			? 1
			: 0,
	parse: (text, start, end, into) =>
		readJsonRecord(text, start, end, into, shape),
};
