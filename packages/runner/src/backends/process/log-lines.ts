import { hostname } from "node:os";
import { beginningOf } from "../../beginning-of.ts";

export interface Labels {
	readonly run: string;
	readonly namespace: string;
	readonly container: string;
}

/** Fields that identify a stream in the store, as in the lab. */
export const STREAM_FIELDS = [
	"stream",
	"kubernetes.pod_name",
	"kubernetes.container_name",
	"kubernetes.pod_namespace",
].join(",");

const TIME = /^\S{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d+)\+00:00 /;

/**
 * Longest record that is sent, in bytes. VictoriaLogs discards a longer one than
 * 256 KiB, and with it the records that follow it in its buffer.
 */
export const MAX_RECORD_BYTES = 255 << 10;

const NEWLINE = 10;

/** Key of a log line, unique within its run. */
export const lineKey = (node: string, offset: number | string): string =>
	`${node}@${offset}`;

/** Part of a log file that ends at the end of a line. */
export interface LinesRead {
	/** Offset of the first line in its file, in bytes. */
	readonly from: number;
	/** Offset after the last line. */
	readonly end: number;
	/** The lines; of a last line that is too long to be sent, only its beginning. */
	readonly bytes: Buffer;
}

/** Lines as records of the store. */
export interface Records {
	readonly records: readonly { readonly key: string; readonly json: string }[];
	/** Time of the last line, for lines without one that follow it. */
	readonly time: string;
}

/**
 * Converts log lines to records with the lab's fields. A line that is too long for
 * the store is cut; its record says how many bytes it had.
 *
 * @param lastTime of the lines before these: a line without a time gets the time of
 *   the previous line. @default now
 */
export function recordsOf(
	{ from, end, bytes }: LinesRead,
	node: string,
	{ run, namespace, container }: Labels,
	lastTime?: string,
): Records {
	let time = lastTime ?? new Date().toISOString();
	const records: { key: string; json: string }[] = [];
	for (let start = 0; start < bytes.length; ) {
		const newline = bytes.indexOf(NEWLINE, start);
		const stop = newline === -1 ? bytes.length : newline;
		const next = stop + 1;
		const line = bytes.subarray(start, stop);
		const offset = from + start;
		const lineBytes = next < bytes.length ? line.length : end - 1 - offset;
		time = timeOf(line) ?? time;
		const record = (message: string, more: Record<string, string> = {}) =>
			`${JSON.stringify({
				_time: time,
				_msg: message,
				stream: "stdout",
				"kubernetes.pod_name": node,
				"kubernetes.pod_namespace": namespace,
				"kubernetes.container_name": container,
				"kubernetes.pod_node_name": hostname(),
				"lab.run": run,
				"lab.offset": String(offset),
				...more,
			})}\n`;
		records.push({
			key: lineKey(node, offset),
			json: fitting(line, lineBytes, record),
		});
		start = next;
	}
	return { records, time };
}

/** Time of a line; undefined if it has none that exists: VictoriaLogs refuses the whole request for another. */
function timeOf(line: Buffer): string | undefined {
	const [, date, time] = TIME.exec(line.toString("utf8", 0, 64)) ?? [];
	const found = `${date}T${time}Z`;
	return Number.isNaN(Date.parse(found)) ? undefined : found;
}

/** The record of a line, with as much of the line as the store accepts. */
function fitting(
	line: Buffer,
	lineBytes: number,
	record: (message: string, more?: Record<string, string>) => string,
): string {
	if (line.length === lineBytes && lineBytes <= MAX_RECORD_BYTES) {
		const whole = record(line.toString("utf8"));
		if (Buffer.byteLength(whole) <= MAX_RECORD_BYTES) return whole;
	}
	// Escaping makes a message up to six times longer.
	for (let kept = MAX_RECORD_BYTES; ; kept = Math.floor(kept / 2)) {
		const cut = record(beginningOf(line, kept).toString(), {
			"lab.line_bytes": String(lineBytes),
		});
		if (Buffer.byteLength(cut) <= MAX_RECORD_BYTES) return cut;
	}
}
