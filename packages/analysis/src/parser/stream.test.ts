import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formats, wrappers } from "../formats/registry.ts";
import { toRows } from "./batch.ts";
import { LogParser } from "./parser.ts";
import { parseAll, testSchemas } from "./testing.ts";

const received = (id: bigint, delay = 1n) =>
	`INF 2026-08-05 01:15:19.582+00:00 Received message                           tid=1 msgId=${id} sentAt=1785892519584947712 current=1785892519585947712 delayMs=${delay}`;

describe("integers", () => {
	test("every integer of 63 bits is exact", () => {
		const id = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
		const delay = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
		fc.assert(
			fc.property(id, delay, (msgId, delayMs) => {
				const { rows } = parseAll(`${received(msgId, delayMs)}\n`);
				expect(rows).toMatchObject([{ msgId, delayMs }]);
			}),
		);
	});

	test.each([
		"9223372036854775808",
		"18446744073709551615",
		"1e3",
		"12a",
		"",
		"-",
		"abc*def",
	])("msgId=%s is unparsed, and the reason says why", (id) => {
		const { tally } = parseAll(`${received(7n).replace("=7", `=${id}`)}\n`);
		expect(tally.unparsed).toMatchObject([
			{ reason: "test.received: msgId is not an integer of 63 bits" },
		]);
	});

	test("a record that lacks a field is unparsed, and the reason names the field", () => {
		const { tally } = parseAll(`${received(7n).replace(/ delayMs.*/, "")}\n`);
		expect(tally.unparsed).toMatchObject([
			{ reason: "test.received: delayMs is missing", count: 1 },
		]);
	});
});

/** Lines of every kind, some with random content. */
const lines = fc.oneof(
	fc.constantFrom(...[...formats, ...wrappers].map(({ example }) => example)),
	fc.bigInt({ min: 0n, max: 2n ** 64n }).map((id) => received(id)),
	fc.string({ unit: "binary" }),
	fc.string().map((text) => `INF 2026-08-05 01:15:19.582+00:00 ${text}`),
	fc.string().map((text) => `2026-08-05T01:15:19Z stdout P ${text}`),
	fc.json().map((text) => text.replaceAll("\n", " ")),
	fc.constantFrom("{", "}", '    "items": [', "        {", "        },"),
	fc.constantFrom("", "  at x", 'INF 2026-08-05 01:15:19.582+00:00 a  b="'),
);

const cut = (bytes: Buffer, sizes: readonly number[]) => {
	const chunks: Buffer[] = [];
	let at = 0;
	for (let turn = 0; at < bytes.length; turn++) {
		const size = sizes[turn % sizes.length] ?? 1;
		chunks.push(bytes.subarray(at, at + size));
		at += size;
	}
	return chunks;
};
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 });

describe("accounting", () => {
	test("every line is an event, a continuation or unparsed", () => {
		fc.assert(
			fc.property(fc.array(lines, { maxLength: 60 }), (some) => {
				const text = some.join("\n");
				const { tally, rows } = parseAll(text);
				expect(tally.balanced).toBe(true);
				// The tables contain what the tally counts.
				const events = rows.filter(({ event }) => event !== "continuation");
				expect(events.length).toBe(tally.eventCount);
				const newlines = text.split("\n").length;
				expect(tally.lines).toBe(
					text.endsWith("\n") || text === "" ? newlines - 1 : newlines,
				);
			}),
			{ numRuns: 500 },
		);
	});

	test("random bytes: nothing throws, nothing is lost", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
				const { tally } = parseAll([bytes]);
				expect(tally.balanced).toBe(true);
				const newlines = bytes.filter((byte) => byte === 10).length;
				const cutAtEnd = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0;
				expect(tally.lines).toBe(newlines + cutAtEnd);
			}),
			{ numRuns: 500 },
		);
	});

	test("rows do not depend on how the stream is split into chunks", () => {
		fc.assert(
			fc.property(fc.array(lines, { maxLength: 30 }), sizes, (some, each) => {
				const bytes = Buffer.from(some.join("\n"));
				const whole = parseAll([bytes]);
				const broken = parseAll(cut(bytes, each));
				expect(broken.rows).toEqual(whole.rows);
				expect(broken.tally.unparsed).toEqual(whole.tally.unparsed);
			}),
			{ numRuns: 300 },
		);
	});

	test("rows do not depend on the batch size", () => {
		fc.assert(
			fc.property(
				fc.array(lines, { maxLength: 40 }),
				fc.integer({ min: 1, max: 7 }),
				(some, batchRows) => {
					const text = `${some.join("\n")}\n`;
					const order = (rows: readonly object[]) =>
						rows
							.map((row) =>
								JSON.stringify(row, (_k, v) =>
									typeof v === "bigint" ? `${v}` : v,
								),
							)
							.sort();
					expect(order(parseAll(text, { batchRows }).rows)).toEqual(
						order(parseAll(text).rows),
					);
				},
			),
		);
	});

	test("lines handed over one by one give the same rows", () => {
		const whole = lines.map((line) => line.replaceAll("\n", " "));
		fc.assert(
			fc.property(fc.array(whole, { maxLength: 40 }), (some) => {
				const parser = new LogParser({ schemas: testSchemas });
				const stream = parser.stream("test");
				stream.writeLines(some);
				stream.end();
				const rows = parser
					.end()
					.flatMap((batch) =>
						toRows(batch).map((row) => ({ event: batch.schema.name, ...row })),
					);
				expect(rows).toEqual(parseAll(some.map((line) => `${line}\n`)).rows);
			}),
		);
	});
});

describe("bad input", () => {
	test("a line of 10 MB is counted and dropped, and the next one is read", () => {
		const huge = Buffer.alloc(10_000_000, "x");
		const { tally, rows } = parseAll([
			...cut(huge, [65_536]),
			`\n${received(7n)}\n`,
		]);
		expect(tally.unparsed).toMatchObject([
			{ reason: "line too long", count: 1 },
		]);
		expect(tally.unparsed[0]?.samples[0]?.text.length).toBeLessThan(1000);
		expect(rows).toMatchObject([{ msgId: 7n, line: 2 }]);
	});

	test("a huge line in parts is counted and dropped", () => {
		const part = `2026-08-05T01:15:19Z stdout P ${"x".repeat(16_000)}\n`;
		const { tally } = parseAll([
			...Array.from({ length: 100 }, () => part),
			"2026-08-05T01:15:19Z stdout F end\n",
		]);
		expect(tally.unparsed).toMatchObject([
			{ reason: "line too long", count: 1 },
		]);
		expect(tally.balanced).toBe(true);
	});

	test("a file truncated within a line: the line is read, and the cut is counted", () => {
		const { tally } = parseAll(`${received(1n)}\n${received(2n).slice(0, 90)}`);
		expect(tally).toMatchObject({ lines: 2, cutStreams: 1, unparsedCount: 1 });
	});

	test("invalid UTF-8 affects only its own value", () => {
		const bad = Buffer.concat([
			Buffer.from(
				"INF 2026-08-05 01:15:19.582+00:00 x                                          a=",
			),
			Buffer.from([0xff, 0xc3]),
			Buffer.from(` b=ok\n${received(7n)}\n`),
		]);
		const { rows } = parseAll([bad]);
		expect(rows).toMatchObject([
			{ event: "test.received", msgId: 7n },
			{ event: "log", fields: '{"a":"\ufffd\ufffd","b":"ok"}' },
		]);
	});

	test("UTF-8 in a line is decoded even when the chunk that ends the line is ASCII", () => {
		const { rows } = parseAll([
			"INF 2026-08-05 01:15:19.582+00:00 grüße                                    a=é",
			" b=1\nINF 2026-08-05 01:15:19.582+00:00 next                                       a=1\n",
		]);
		expect(rows).toMatchObject([
			{ message: "grüße", fields: '{"a":"é","b":"1"}' },
			{ message: "next" },
		]);
	});

	test("the time of a clock that jumps is kept unchanged", () => {
		const times = [
			"2026-08-05 01:15:19.582",
			"1970-01-01 00:00:00.000",
			"2038-01-19 03:14:08.000",
		];
		const { rows } = parseAll(
			times.map(
				(time) => `${received(7n).replace("2026-08-05 01:15:19.582", time)}\n`,
			),
		);
		expect(rows.map(({ time }) => time)).toEqual([
			1785892519582000000n,
			0n,
			2147483648000000000n,
		]);
	});

	test("CRLF line endings are accepted", () => {
		expect(parseAll(`${received(7n)}\r\n`).rows).toMatchObject([
			{ delayMs: 1n },
		]);
	});

	test("a record that is never closed does not swallow the rest", () => {
		const junk = Array.from({ length: 500 }, (_unused, at) => `junk ${at}`);
		const { tally } = parseAll(
			`INF 2026-08-05 01:15:19.582+00:00 a  b="open\n${junk.join("\n")}\n`,
		);
		expect(tally.unparsedCount).toBeGreaterThan(400);
		expect(tally.balanced).toBe(true);
	});
});

test("batches are handed out as they fill, and full ones are not retained", () => {
	const parser = new LogParser({ schemas: testSchemas, batchRows: 1000 });
	const stream = parser.stream("test");
	const sizes: number[] = [];
	for (let at = 0; at < 50; at++) {
		stream.write(Buffer.from(`${received(BigInt(at))}\n`.repeat(100)));
		sizes.push(...parser.take().map(({ rows }) => rows));
	}
	stream.end();
	expect(sizes).toEqual([1000, 1000, 1000, 1000, 1000]);
	expect(parser.end()).toEqual([]);
});

test("partly filled batches are handed out every `flushBytes` bytes", () => {
	const parser = new LogParser({ schemas: testSchemas, flushBytes: 1000 });
	const stream = parser.stream("test");
	for (let at = 0; at < 20; at++) {
		stream.write(Buffer.from(`${received(7n)}\n`));
	}
	expect(parser.take().length).toBeGreaterThan(1);
});

test("a line without a time gets the collector's", () => {
	const parser = new LogParser({ schemas: testSchemas });
	const stream = parser.stream("test");
	stream.writeLines(
		["7 milliseconds: 1", received(7n)],
		BigInt64Array.of(-5n, 5n),
	);
	stream.end();
	expect(parser.end().flatMap(toRows)).toMatchObject([
		{ time: 1785892519582000000n },
		{ time: -5n, id: 7n },
	]);
});
