import { unescapeJson } from "./_decode.ts";
import { liftTime, readJson } from "./_json.ts";
import type { Inner, Wrapper } from "./format.ts";
import { LineRecord } from "./record.ts";

const record = new LineRecord();

/** Keys that Docker never writes: the record is another collector's. */
const FOREIGN = ["_p", "logtag", "kubernetes", "date", "@timestamp", "tag"];
/** Docker splits lines at this many bytes. */
const PART_BYTES = 16_384;

/** `{"log":"line\n","stream":"stdout","time":".."}`; without `\n` it is a part, with the rest to follow */
export const docker: Wrapper = {
	name: "docker",
	summary: "container logs of Docker's json-file driver",
	example:
		'{"log":"INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1\\n","stream":"stdout","time":"2026-08-05T01:15:19.582123456Z"}',
	unwrap(text, start, end): Inner[] | undefined {
		if (!text.startsWith('{"', start)) return undefined;
		const mark = text.indexOf('"log":', start);
		if (mark < 0 || mark >= end) return undefined;
		record.reset(text);
		if (!readJson(text, start, end, record)) return undefined;
		const log = record.find("log");
		const stream = record.find("stream");
		if (log < 0 || stream < 0) return undefined;
		if (FOREIGN.some((key) => record.find(key) >= 0)) return undefined;
		const raw = text.slice(record.valueStart[log], record.valueEnd[log]);
		const line = raw.includes("\\") ? unescapeJson(raw) : raw;
		const channel = record.value(stream);
		liftTime(record, "time");
		return [
			{
				text: line,
				start: 0,
				end: line.length - (/\r?\n$/.exec(line)?.[0].length ?? 0),
				// Fluent Bit writes whole lines with the same keys and without `\n`.
				partial: partialOf(line),
				channel,
				...(record.timed && {
					seen: { seconds: record.seconds, nanos: record.nanos },
				}),
			},
		];
	},
};

function partialOf(line: string): Inner["partial"] {
	// Docker separates at newlines; a collector with the same keys joined these lines.
	if (line.includes("\n")) return false;
	return line.length < PART_BYTES ? "unless-next-starts" : true;
}
