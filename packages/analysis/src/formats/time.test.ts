import fc from "fast-check";
import { expect, test } from "vitest";
import { readTime } from "./_time.ts";
import { LineRecord } from "./record.ts";

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** A time of one of few minutes, as programs write it, with its value. */
const anyTime = fc
	.record({
		minute: fc.integer({ min: 0, max: 3 }),
		second: fc.integer({ min: 0, max: 59 }),
		decimals: fc.constantFrom(0, 1, 3, 6, 9),
		fraction: fc.integer({ min: 0, max: 999_999_999 }),
		offset: fc.constantFrom(undefined, 0, 0, 60, -90),
		separator: fc.constantFrom(" ", "T"),
		mark: fc.constantFrom(".", ","),
		behind: fc.constantFrom("", " a message", "\tINFO", "]"),
	})
	.map(({ minute, second, decimals, fraction, offset, ...rest }) => {
		const digits = pad(fraction, 9).slice(0, decimals);
		const zone =
			offset === undefined
				? "Z"
				: `${offset < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
		const time = `2026-08-05${rest.separator}01:1${minute}:${pad(second)}${decimals > 0 ? rest.mark + digits : ""}${zone}`;
		return {
			text: time + rest.behind,
			length: time.length,
			seconds:
				Date.UTC(2026, 7, 5, 1, 10 + minute, second) / 1000 -
				60 * (offset ?? 0),
			nanos: Number(digits.padEnd(9, "0")),
		};
	});

test("for all sequences of times: what came before changes no time", () => {
	const record = new LineRecord();
	fc.assert(
		fc.property(
			fc.array(fc.tuple(anyTime, fc.integer({ min: 1, max: 12 })), {
				minLength: 1,
			}),
			(times) => {
				for (const [{ text, length, seconds, nanos }, repeated] of times) {
					for (let turn = 0; turn < repeated; turn += 1) {
						record.reset(`at ${text}`);
						expect(readTime(record.text, 3, record.text.length, record)).toBe(
							3 + length,
						);
						expect(record).toMatchObject({ seconds, nanos });
					}
				}
			},
		),
	);
});

/** Reads a time and returns the text behind it, and the time as ISO 8601; undefined if there is none. */
function read(text: string) {
	const record = new LineRecord();
	record.reset(text);
	const behind = readTime(text, 0, text.length, record);
	return behind < 0
		? undefined
		: [
				text.slice(behind),
				new Date(record.seconds * 1000 + record.nanos / 1e6).toISOString(),
			];
}

test.each([
	["2026-08-05 01:15:19.585 +02:00 up", "2026-08-04T23:15:19.585Z"],
	["2026-08-05 01:15:19.585 -0330 up", "2026-08-05T04:45:19.585Z"],
	// Go's time.Time as text
	["2026-08-05 01:15:19.585 +0200 CEST up", "2026-08-04T23:15:19.585Z"],
	["2026-08-05 01:15:19.585 +0000 UTC up", "2026-08-05T01:15:19.585Z"],
	["2026-08-05 01:15:19.585 UTC up", "2026-08-05T01:15:19.585Z"],
])("an offset behind a space is part of the time: %s", (text, iso) => {
	expect(read(text)).toEqual([" up", iso]);
});

test.each([
	"-1 peers",
	"+3 more",
	"-10 left",
	"PMs sent",
	"AMQP is up",
	"CATs",
])("a message that begins like a zone is no zone: %s", (message) => {
	expect(read(`2026-08-05 01:15:19.585 ${message}`)).toEqual([
		` ${message}`,
		"2026-08-05T01:15:19.585Z",
	]);
});

test.each([
	"CEST",
	"PST",
	"ACST",
	"AWST",
	"NST",
	"SAST",
	"WIB",
	"PM",
	"am",
	"p.m.",
	"+99:00",
])("a time of unknown zone, or of twelve hours, is none: %s", (zone) => {
	expect(read(`2026-08-05 01:15:19.585 ${zone} up`)).toBeUndefined();
});
