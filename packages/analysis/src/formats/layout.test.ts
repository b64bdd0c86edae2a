import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAll } from "./testing.ts";

/** Values that end, quote, nest or imitate in every way we know. */
const value = fc.oneof(
	fc.constantFrom(
		"",
		"1",
		"-1",
		"a=b",
		'""',
		'"a b"',
		'"a  k=v b"',
		'"open',
		'a"b',
		'"a"b',
		"{a: 1, b: 2}",
		"[1,  k=2]",
		"(open",
		"@[a, b]",
		String.raw`"a \" b"`,
		String.raw`"a \\"`,
		"a b",
		" ",
	),
	fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\n", "")),
);
const message = fc.constantFrom(
	"Sent message",
	"retry  x=1 now",
	"a message of more than forty-two columns with x=1 in it",
	"",
);
const keys = fc.constantFrom(
	["topics", "tid", "msgId", "timestamp"],
	["tid", "file", "a"],
	["msgId", "timestamp"],
	["a", "b", "a"],
	[],
);
const line = fc
	.tuple(message, keys, fc.array(value, { minLength: 4, maxLength: 4 }))
	.map(([text, names, values]) => {
		const fields = names.map((name, at) => ` ${name}=${values[at]}`);
		return `INF 2026-08-05 01:15:19.582+00:00 ${text.padEnd(42)}${fields.join("")}`;
	});

test("for all lines: reading along the line before gives what reading afresh gives", () => {
	fc.assert(
		fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
			// A line of its own kind between them closes whatever is open.
			const closed = lines.map((text) => `${text}\n7 milliseconds: 1\n`);
			// What batches they come in, and where they stood, is no matter.
			const seen = (rows: readonly object[]) =>
				rows.map((row) => inspect({ ...row, line: 0 })).sort();
			expect(seen(parseAll(closed).rows)).toEqual(
				seen(closed.flatMap((text) => parseAll(text).rows)),
			);
		}),
		{ numRuns: 1000 },
	);
});
