import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAll } from "../parser/testing.ts";

/** Values with every known way to end, to be quoted, to nest, or to look like a field. */
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

test("a line read with a layout gives the same record as the line on its own", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, { maxLength: 25 }), async (lines) => {
			await setImmediate();
			// A line of another format between them closes an open record.
			const closed = lines.map((text) => `${text}\n7 milliseconds: 1\n`);
			// Order and line numbers may differ.
			const seen = (rows: readonly object[]) =>
				rows.map((row) => inspect({ ...row, line: 0 })).sort();
			expect(seen(parseAll(closed).rows)).toEqual(
				seen(closed.flatMap((text) => parseAll(text).rows)),
			);
		}),
		{ numRuns: 1000 },
	);
}, 120_000);

test("lines that differ only in their topics get different events", () => {
	const by = (topics: string) => ({
		name: `test.${topics}`,
		about: "",
		messages: ["Sent message"],
		topics,
		fields: {},
		samples: [],
	});
	const text = (topics: string) =>
		`INF 2026-08-05 01:15:19.582+00:00 ${"Sent message".padEnd(42)} topics="${topics}"\n`;
	const said = ["a", "b", "none", "a"];
	const { rows } = parseAll(said.map(text), { schemas: ["a", "b"].map(by) });
	expect(rows.map(({ line, event }) => [line, event]).sort()).toEqual([
		[1, "test.a"],
		[2, "test.b"],
		[3, "log"],
		[4, "test.a"],
	]);
});

test("a quote within an unquoted value of a long message opens no quoted text", () => {
	const message = "a message of more than forty-two columns with x=1 in it";
	const text = `INF 2026-08-05 01:15:19.582+00:00 ${message} a=a"b b="a  k=v b" c=[x, "y  k=v"] d=`;
	const { rows } = parseAll(`${text}\n7 milliseconds: 1\n`);
	const log = rows.find(({ event }) => event === "log");
	expect(JSON.parse(String(log?.fields))).toMatchObject({
		a: 'a"b',
		b: "a  k=v b",
		c: '[x, "y  k=v"]',
		d: "",
	});
});
