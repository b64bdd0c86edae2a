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
