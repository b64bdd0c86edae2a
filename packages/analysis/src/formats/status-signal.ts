import { readJson } from "./_json.ts";
import type { LineFormat } from "./format.ts";
import { quoting } from "./quoting.ts";

/** Source: status-go, `signal/signals.go`: an envelope has these two keys, in this order. */
const HEAD = /\{"type":"[\w.-]+","event":/y;

/** `{"type":"messages.new","event":{..}}`: the type is the message, the event a field of JSON. */
export const statusSignal: LineFormat = {
	name: "status-signal",
	summary: "signals of status-go; they have no time of their own",
	untimed: true,
	example:
		'{"type":"messages.new","event":{"messages":[{"id":"0xab","text":"hi"}]}}',
	detect(text, start) {
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 0.99 : 0;
	},
	parse(text, start, end, into) {
		if (!readJson(text, start, end, into)) return false;
		const type = into.find("type");
		// An event that is null is no field.
		if (type !== 0 || into.fieldCount > 2) return false;
		if (into.fieldCount === 2 && into.find("event") !== 1) return false;
		into.messageStart = into.valueStart[type] as number;
		into.messageEnd = into.valueEnd[type] as number;
		into.messageQuoting = quoting.json;
		into.drop(type);
		return true;
	},
};
