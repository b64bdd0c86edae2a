import { quoting } from "./quoting.ts";

/** Decodes the Latin-1 view of UTF-8 bytes into text, and resolves escapes. */
export function decode(raw: string, quotedAs: number): string {
	if (quotedAs === quoting.json && raw.includes("\\")) {
		return fromUtf8(unescapeJson(raw));
	}
	if (quotedAs === quoting.backslash && raw.includes("\\")) {
		return fromUtf8(unescapeBackslash(raw));
	}
	return fromUtf8(raw);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const BEYOND_ASCII = /[^\x00-\x7f]/;

function fromUtf8(raw: string): string {
	return BEYOND_ASCII.test(raw)
		? Buffer.from(raw, "latin1").toString("utf8")
		: raw;
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	0: "\0",
	a: "\x07",
	b: "\b",
	f: "\f",
	v: "\v",
	e: "\x1b",
};

const JSON_ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	b: "\b",
	f: "\f",
};

/** Escapes of chronicles (`\xHH` is one byte), Go and Rust (`\u{..}`, `\uXXXX`). */
function unescapeBackslash(raw: string): string {
	return raw.replace(
		/\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))/gs,
		(_all, byte, braced, four, other: string | undefined) => {
			if (byte !== undefined)
				return String.fromCharCode(Number.parseInt(byte, 16));
			const point = braced ?? four;
			if (point !== undefined) return utf8Bytes(Number.parseInt(point, 16));
			return ESCAPES[other ?? ""] ?? other ?? "";
		},
	);
}

/** Escapes of JSON; a surrogate pair is one character. */
export function unescapeJson(raw: string): string {
	return raw.replace(
		/\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs,
		(_all, high, low, four, other: string | undefined) => {
			if (high !== undefined) {
				const upper = Number.parseInt(high, 16) - 0xd800;
				const lower = Number.parseInt(low, 16) - 0xdc00;
				return utf8Bytes(0x10000 + upper * 0x400 + lower);
			}
			if (four !== undefined) return utf8Bytes(Number.parseInt(four, 16));
			return JSON_ESCAPES[other ?? ""] ?? other ?? "";
		},
	);
}

function utf8Bytes(point: number): string {
	if (point < 0x80) return String.fromCharCode(point);
	const text = point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
	return Buffer.from(text, "utf8").toString("latin1");
}
