import { hasKey, type JsonShape, readJson, readJsonRecord } from "./_json.ts";
import { anyCaseLevels } from "./_levels.ts";
import { readTime, readUnixTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";
import type { LineRecord } from "./record.ts";

const shape: JsonShape = {
	level: "level",
	time: "ts",
	message: "msg",
	levels: (word) => anyCaseLevels[word],
};

const LOGGER = named("logger");
const CALLER = named("caller");
const CALLER_AT = /^[\w./@-]+\.go:\d+$/;

/** Columns between tabs: time, level, [logger], [caller], message, [fields as JSON]. */
function readConsole(
	text: string,
	start: number,
	end: number,
	into: LineRecord,
): boolean {
	let at = readTime(text, start, end, into);
	if (at < 0) at = readUnixTime(text, start, end, into);
	if (at < 0 || text.charCodeAt(at) !== 9) return false;
	const columns: [start: number, end: number][] = [];
	while (at < end) {
		const tab = text.indexOf("\t", at + 1);
		const stop = tab < 0 || tab > end ? end : tab;
		columns.push([at + 1, stop]);
		at = stop;
	}
	const slice = (column: [number, number]) => text.slice(...column);
	const level = columns.shift();
	const known = level === undefined ? undefined : anyCaseLevels[slice(level)];
	if (known === undefined) return false;
	into.level = known;
	const last = columns.at(-1);
	const json =
		last !== undefined &&
		columns.length > 1 &&
		text.charCodeAt(last[0]) === 123 &&
		readJson(text, last[0], last[1], into);
	if (json) columns.pop();
	else into.fieldCount = 0;
	const caller = columns.findIndex((column) => CALLER_AT.test(slice(column)));
	if (caller > 0) into.addNamed(LOGGER, ...(columns[0] as [number, number]));
	if (caller >= 0)
		into.addNamed(CALLER, ...(columns[caller] as [number, number]));
	let message = columns[caller + 1];
	if (caller < 0 && columns.length > 1) {
		into.addNamed(LOGGER, ...(columns[0] as [number, number]));
		message = columns[1];
	}
	if (message === undefined) return false;
	into.messageStart = message[0];
	into.messageEnd = json ? message[1] : end;
	return true;
}

/** JSON, or `2026-08-05T01:15:19.582Z\tINFO\tlogger\tfile.go:12\tmessage\t{"key": 1}` */
export const goZap: LineFormat = {
	name: "go-zap",
	summary:
		"Go's zap, JSON and console: status-go, go-waku, go-libp2p (ipfs/go-log)",
	example:
		'{"level":"info","ts":"2026-08-05T01:15:19.582Z","logger":"node","caller":"node/main.go:87","msg":"listening","port":8645}',
	detect(text, start, end) {
		const first = text.charCodeAt(start);
		if (first === 123) {
			return hasKey(text, start, end, "level") &&
				hasKey(text, start, end, "msg")
				? 0.95
				: 0;
		}
		if (!(first >= 48 && first <= 57)) return 0;
		const tab = text.indexOf("\t", start);
		return tab > 0 && tab < Math.min(end, start + 40) ? 0.9 : 0;
	},
	parse: (text, start, end, into) =>
		text.charCodeAt(start) === 123
			? readJsonRecord(text, start, end, into, shape)
			: readConsole(text, start, end, into),
};
