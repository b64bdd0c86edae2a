import { originOf } from "./_collector-origin.ts";
import { unescapeJson } from "./_decode.ts";
import { liftTime, readJson } from "./_json.ts";
import type { Inner, Wrapper } from "./format.ts";
import { quoting } from "./quoting.ts";
import { LineRecord } from "./record.ts";

/** How a collector names the line, and what tells its records from those of programs. */
interface Collector {
	readonly line: string;
	/** Any one of these keys. */
	readonly with: readonly string[];
	readonly time: readonly string[];
}

/**
 * Sources: Fluent Bit 3 (`tail` with the `cri` parser, `kubernetes` filter,
 * `json_lines`), Vector 0.40 (`kubernetes_logs`), VictoriaLogs 1.x
 * (`/select/logsql/query`), Filebeat 8, logcli 3 (`--output=jsonl`), journalctl
 * (`-o json`).
 */
const COLLECTORS: readonly Collector[] = [
	{ line: "_msg", with: ["_time", "_stream", "_stream_id"], time: ["_time"] },
	{
		line: "log",
		with: ["_p", "logtag", "kubernetes", "date", "@timestamp", "time"],
		time: ["time", "@timestamp", "date", "timestamp"],
	},
	{
		line: "message",
		with: ["source_type", "kubernetes", "agent", "ecs"],
		time: ["timestamp", "@timestamp", "time"],
	},
	{ line: "line", with: ["labels"], time: ["timestamp"] },
	{
		line: "MESSAGE",
		with: ["__REALTIME_TIMESTAMP"],
		time: ["__REALTIME_TIMESTAMP"],
	},
];

const KEYS = COLLECTORS.map(({ line }) => `"${line}":`);

const LEVELS = ["level", "lvl", "severity"];
/** Keys that describe where the line was found. */
const METADATA =
	/^(?:_|kubernetes|labels$|stream$|time$|date$|timestamp$|@timestamp$|tag$|logtag$|file$|host|source_type$|namespace$|pod$|container$|lab\.|agent|ecs|input)/;

const record = new LineRecord();

/** A record of Fluent Bit, Vector, VictoriaLogs, Filebeat, logcli or journalctl, with the line as one of its values */
export const collectorJson: Wrapper = {
	name: "collector-json",
	summary:
		"JSON records of Fluent Bit, Vector, Filebeat, logcli, journalctl, and VictoriaLogs' own export",
	example:
		'{"_time":"2026-08-05T01:15:19.582123456Z","_stream":"{kubernetes.pod_name=\\"pod-7\\"}","_msg":"INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1","kubernetes.pod_name":"pod-7"}',
	unwrap(text, start, end): Inner[] | undefined {
		if (text.charCodeAt(start) !== 123) return undefined;
		if (!KEYS.some((key) => occurs(text, start, end, key))) return undefined;
		record.reset(text);
		if (!readJson(text, start, end, record)) return undefined;
		const has = (key: string) => record.find(key) >= 0;
		// Filebeat's `log` is an object, beside `message`.
		const collector = COLLECTORS.find(
			(one) =>
				has(one.line) &&
				one.with.some(has) &&
				lineAt(record.find(one.line)) !== undefined,
		);
		if (collector === undefined) return undefined;
		const at = record.find(collector.line);
		const line = lineAt(at) ?? "";
		const stream = record.find("stream");
		const channel = stream < 0 ? undefined : record.value(stream);
		const origin = originOf(record);
		const partial = ["_p", "logtag"].some((key) => {
			const tag = record.find(key);
			return tag >= 0 && record.value(tag) === "P";
		});
		const asLogfmt = LEVELS.some(has) ? toLogfmt(at) : undefined;
		for (const key of collector.time) {
			if (!record.timed) liftTime(record, key);
		}
		return [
			{
				text: line,
				start: 0,
				end: line.length - (/\r?\n$/.exec(line)?.[0].length ?? 0),
				partial,
				...(channel !== undefined && { channel }),
				...(asLogfmt !== undefined && { asLogfmt }),
				...(origin !== undefined && { origin }),
				...(record.timed && {
					seen: { seconds: record.seconds, nanos: record.nanos },
				}),
			},
		];
	},
};

/** A list of bytes. */
const BYTES = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\]$/;

/** Returns a value that is a text or, as journalctl writes a text with colours or other control characters, its bytes. */
function lineAt(at: number): string | undefined {
	const raw = record.text.slice(record.valueStart[at], record.valueEnd[at]);
	if (record.valueQuoting[at] === quoting.json)
		return raw.includes("\\") ? unescapeJson(raw) : raw;
	if (!BYTES.test(raw)) return undefined;
	const bytes = raw.slice(1, -1).split(",").map(Number);
	return bytes.every((byte) => byte < 256)
		? Buffer.from(bytes).toString("latin1")
		: undefined;
}

function occurs(text: string, start: number, end: number, key: string) {
	const at = text.indexOf(key, start);
	return at >= 0 && at < end;
}

/** Writes the record as logfmt, for a line that the collector had parsed already. */
function toLogfmt(message: number): string {
	const pairs = [`msg=${quoted(record.value(message))}`];
	for (let at = 0; at < record.fieldCount; at++) {
		const key = record.key(at);
		if (at === message || (METADATA.test(key) && key !== "time")) continue;
		pairs.push(`${key.replace(/[^\w.\-/]/g, "_")}=${quoted(record.value(at))}`);
	}
	return Buffer.from(pairs.join(" "), "utf8").toString("latin1");
}

const quoted = (text: string): string =>
	`"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
