import { liftTime, readJson } from "./_json.ts";
import { anyCaseLevels } from "./_levels.ts";
import type { LineFormat } from "./format.ts";
import { quoting } from "./quoting.ts";
import type { LineRecord } from "./record.ts";

/** Source: pino 9, `lib/constants.js`; bunyan uses the same numbers. */
const LEVELS: Readonly<Record<string, number>> = {
	10: 0,
	20: 1,
	30: 2,
	40: 4,
	50: 5,
	60: 6,
};
const LEVEL_AT = /"level":(?:\d\d|"\w+")[,}]/;

function moveMessage(into: LineRecord): void {
	for (const key of ["msg", "message"]) {
		const at = into.find(key);
		if (at < 0) continue;
		into.messageStart = into.valueStart[at] as number;
		into.messageEnd = into.valueEnd[at] as number;
		into.messageQuoting = quoting.json;
		into.drop(at);
		return;
	}
}

/** `{"level":30,"time":1785892519582,"pid":7,"hostname":"node-01","msg":"message"}` */
export const pino: LineFormat = {
	name: "pino",
	summary: "pino and bunyan of Node.js",
	example:
		'{"level":30,"time":1785892519582,"pid":7,"hostname":"node-01","peer":"A","msg":"peer joined"}',
	detect: (text, start, end) =>
		text.charCodeAt(start) === 123 &&
		text.indexOf('"pid":', start) > 0 &&
		LEVEL_AT.test(text.slice(start, Math.min(end, start + 400)))
			? 0.98
			: 0,
	parse(text, start, end, into) {
		if (!readJson(text, start, end, into)) return false;
		const at = into.find("level");
		if (at < 0 || into.find("pid") < 0 || into.find("hostname") < 0)
			return false;
		const word = into.value(at);
		const level = LEVELS[word] ?? anyCaseLevels[word];
		// Custom levels are numbers too.
		if (level === undefined && !/^\d+$/.test(word)) return false;
		into.level = level ?? -1;
		if (level !== undefined) into.drop(at);
		moveMessage(into);
		liftTime(into, "time");
		return true;
	},
};
