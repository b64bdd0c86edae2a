import { expect, test } from "vitest";
import { parseAll, parseOne } from "../parser/testing.ts";

const head = "INF 2026-08-05 01:15:19.582+00:00 ";
const padded = (message: string) => message.padEnd(42);

test("reads level, time, message and fields", () => {
	expect(
		parseOne(`${head}${padded("Listening on")} topics="a b" tid=1 port=8645`),
	).toMatchObject({
		time: 1785892519582000000n,
		format: "chronicles-text",
		level: "info",
		message: "Listening on",
		fields: { topics: "a b", tid: "1", port: "8645" },
	});
});

test.each([
	["TRC", "trace"],
	["DBG", "debug"],
	["NTC", "notice"],
	["NOT", "notice"],
	["WRN", "warn"],
	["ERR", "error"],
	["FAT", "fatal"],
])("%s is the level %s", (short, level) => {
	expect(
		parseOne(`${short} 2026-08-05 01:15:19.582+00:00 ${padded("x")} tid=1`)
			.level,
	).toBe(level);
});

test.each([
	["2026-08-05 01:15:19.582Z", 1785892519582000000n],
	["2026-08-05 03:15:19.582+02:00", 1785892519582000000n],
	["2026-08-04 20:45:19.582-04:30", 1785892519582000000n],
	["1785892519.582001", 1785892519582001000n],
	["1969-12-31 23:59:59.999+00:00", -1000000n],
	["2000-02-29 00:00:00.000+00:00", 951782400000000000n],
])("the time %s is %d ns", (time, ns) => {
	expect(parseOne(`INF ${time} ${padded("x")} tid=1`).time).toBe(ns);
});

test("lines of a build without timestamps are records with the collector's time", () => {
	expect(
		parseOne(
			`2026-08-05T01:15:19.582Z stdout F INF ${padded("Listening on")} tid=1`,
		),
	).toMatchObject({ time: 1785892519582000000n, message: "Listening on" });
});

test("a message may contain = and double spaces: only a tail of pairs is fields", () => {
	expect(
		parseOne(`${head}${padded("retry  x=1 of 3 now")} tid=1 a=b`),
	).toMatchObject({
		message: "retry  x=1 of 3 now",
		fields: { tid: "1", a: "b" },
	});
	const long = "a message of more than forty-two columns with x=1 in it";
	expect(parseOne(`${head}${long} tid=1 a=b`)).toMatchObject({
		message: long,
		fields: { tid: "1", a: "b" },
	});
});

test("a quoted value may look like a field, also after a long message", () => {
	const long = "a message of more than forty-two columns, plain";
	expect(parseOne(`${head}${long} err="no  such=thing here" tid=1`)).toEqual(
		expect.objectContaining({
			message: long,
			fields: { err: "no  such=thing here", tid: "1" },
		}),
	);
});

test("a message that old versions truncated is read as it is: 40 columns and two dots", () => {
	const cut = `${"Handshake with remote peer has failed because of it".slice(0, 40)}.. `;
	expect(parseOne(`${head}${cut} tid=1`)).toMatchObject({
		message: "Handshake with remote peer has failed be..",
		fields: { tid: "1" },
	});
});

test("a truncated message still matches its schema", () => {
	const message = "a message of more than forty-two columns, typed";
	const { tally } = parseAll(`${head}${message.slice(0, 40)}..  tid=7\n`, {
		schemas: [
			{
				name: "test.long",
				about: "",
				messages: [message],
				fields: { tid: { type: "int64", about: "" } },
				samples: [],
			},
		],
	});
	expect([...tally.events]).toEqual([["test.long", 1]]);
});

test("unquotes and unescapes values", () => {
	expect(
		parseOne(
			String.raw`${head}${padded("x")} a="say \"hi\" \\ \r\n" b="caf\xc3\xa9" c="x=y z" d=""`,
		).fields,
	).toEqual({ a: 'say "hi" \\ \r\n', b: "café", c: "x=y z", d: "" });
});

test("reads objects and lists that contain spaces without quotes", () => {
	expect(
		parseOne(
			`${head}${padded("x")} o={a: 1, b: "x } y"} l=[1, 2, 3] t=(a: 1, b: 2) s=@[a, b] z=1`,
		).fields,
	).toEqual({
		o: '{a: 1, b: "x } y"}',
		l: "[1, 2, 3]",
		t: "(a: 1, b: 2)",
		s: "@[a, b]",
		z: "1",
	});
});

test("a value with unquoted spaces extends to the next key", () => {
	expect(
		parseOne(`${head}${padded("x")} err=no such file tid=1`),
	).toMatchObject({ message: "x", fields: { err: "no such file", tid: "1" } });
});

test("colour codes are removed, but not UTF-8 bytes that look like control codes", () => {
	const line =
		"\u001b[36mINF\u001b[0m 2026-08-05 01:15:19.582+00:00 \u001b[1mgrüße \u009b \u001b[0m                          \u001b[36mtid\u001b[0m=\u001b[94m1\u001b[0m";
	expect(parseOne(line)).toMatchObject({
		message: "grüße \u009b",
		fields: { tid: "1" },
	});
});

test("a message of several lines is one record, with the fields of its last line", () => {
	const { rows, tally } = parseAll(
		`${head}first part\nsecond part  \nthird topics="a" tid=1\n${head}${padded("next")} tid=1\n`,
	);
	expect(rows).toMatchObject([
		{ message: "first part\nsecond part  \nthird", line: 1 },
		{ message: "next", line: 4 },
	]);
	expect(tally).toMatchObject({ lines: 4, continuations: 2 });
	expect(tally.balanced).toBe(true);
});

test("a value of several lines is one record", () => {
	const { rows, tally } = parseAll(
		`${head}${padded("crash")} err="line one\nline two" tid=1\n`,
	);
	expect(JSON.parse(String(rows[0]?.fields))).toEqual({
		err: "line one\nline two",
		tid: "1",
	});
	expect(tally).toMatchObject({ lines: 2, continuations: 1 });
});

test("a stack trace belongs to the record before it", () => {
	const { rows, tally } = parseAll(
		`${head}${padded("Unhandled")} tid=1\nTraceback (most recent call last)\n/app/main.nim(12) main\n  at x\n${head}${padded("next")} tid=1\n`,
	);
	expect(tally).toMatchObject({ lines: 5, continuations: 3 });
	expect(tally.unparsed).toEqual([]);
	expect(rows.filter(({ event }) => event === "continuation")).toMatchObject([
		{ of: 1n, line: 2 },
		{ of: 1n, line: 3, text: "/app/main.nim(12) main" },
		{ of: 1n, line: 4 },
	]);
});

test("an open record at the end of the stream is still emitted", () => {
	const { rows, tally } = parseAll(`${head}going down`);
	expect(rows).toMatchObject([{ message: "going down" }]);
	expect(tally.cutStreams).toBe(1);
});

test("a sentence that begins like a level is not a record", () => {
	expect(parseOne("NOT found anywhere").unparsed).toBe(1);
});
