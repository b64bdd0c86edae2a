export type Level = "DBG" | "INF" | "NTC" | "WRN" | "ERR";
export type Fields = Readonly<Record<string, string | number | bigint>>;
export type Log = (level: Level, message: string, fields?: Fields) => void;

const MESSAGE_COLUMNS = 42;

/**
 * Longest line, in bytes as a JSON string. VictoriaLogs discards a record of more
 * than 256 KiB, and with it those that follow; the rest is for a collector's fields.
 */
export const MAX_LINE_BYTES = 250 << 10;

export interface WrittenLine {
	readonly text: string;
	/** Bytes that were removed from values, so that the line fits. */
	readonly cutBytes: number;
}

/**
 * A log line in the text format of nim-chronicles:
 * `INF 2026-08-05 01:15:19.582+00:00 Received message    tid=1 msgId=17`.
 * The longest values of a line that is too long are cut, and a field `cutBytes`
 * is added.
 *
 * @param now nanoseconds since 1970
 */
export function chroniclesLine(
	now: bigint,
	level: Level,
	message: string,
	fields: Fields = {},
): WrittenLine {
	const time = new Date(Number(now / 1_000_000n))
		.toISOString()
		.replace("T", " ")
		.replace("Z", "+00:00");
	const shown =
		message.length < MESSAGE_COLUMNS
			? message.padEnd(MESSAGE_COLUMNS)
			: `${message.slice(0, MESSAGE_COLUMNS - 2)}.. `;
	const values = new Map(
		Object.entries({ tid: 1, ...fields }).map(([key, value]) => [
			key,
			String(value),
		]),
	);
	const render = () =>
		`${level} ${time} ${shown} ${[...values].map(([key, value]) => `${key}=${quoted(value)}`).join(" ")}`;
	let text = render();
	let cutBytes = 0;
	while (jsonBytes(text) > MAX_LINE_BYTES) {
		const [key, value] = [...values].reduce((longest, one) =>
			one[1].length > longest[1].length ? one : longest,
		);
		const bytes = Buffer.from(value);
		// Half of it, until the line fits: escaping makes a value up to six times longer.
		const kept = beginningOf(bytes, bytes.length >> 1);
		cutBytes += bytes.length - kept.length;
		values.set(key, kept.toString());
		values.set("cutBytes", String(cutBytes));
		text = render();
	}
	return { text, cutBytes };
}

const jsonBytes = (text: string): number =>
	Buffer.byteLength(JSON.stringify(text));

/** The first bytes of a text, without a part of a character at their end. */
function beginningOf(text: Buffer, bytes: number): Buffer {
	let end = bytes;
	// The bytes of a character after its first are 10xxxxxx.
	while (end > 0 && ((text[end] ?? 0) & 0xc0) === 0x80) end -= 1;
	return text.subarray(0, end);
}

const quoted = (value: string): string =>
	/^[^\s"\\=]+$/.test(value)
		? value
		: `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
