import type { Clock } from "./clock.ts";

export type Level = "DBG" | "INF" | "NTC" | "WRN" | "ERR";
export type Fields = Readonly<Record<string, string | number | bigint>>;
export type Log = (level: Level, message: string, fields?: Fields) => void;

const MESSAGE_COLUMNS = 42;

/**
 * A log line in the text format of nim-chronicles:
 * `INF 2026-08-05 01:15:19.582+00:00 Received message    tid=1 msgId=17`.
 *
 * @param now nanoseconds since 1970
 */
export function chroniclesLine(
	now: bigint,
	level: Level,
	message: string,
	fields: Fields = {},
): string {
	const time = new Date(Number(now / 1_000_000n))
		.toISOString()
		.replace("T", " ")
		.replace("Z", "+00:00");
	const cut =
		message.length < MESSAGE_COLUMNS
			? message.padEnd(MESSAGE_COLUMNS)
			: `${message.slice(0, MESSAGE_COLUMNS - 2)}.. `;
	const pairs = Object.entries({ tid: 1, ...fields }).map(
		([key, value]) => `${key}=${quoted(String(value))}`,
	);
	return `${level} ${time} ${cut} ${pairs.join(" ")}`;
}

const quoted = (value: string): string =>
	/^[^\s"\\=]+$/.test(value)
		? value
		: `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;

/** A log without buffering: the lines of a killed node survive it. */
export function createLog(clock: Clock, write: (line: string) => void): Log {
	return (level, message, fields) =>
		write(chroniclesLine(clock(), level, message, fields));
}
