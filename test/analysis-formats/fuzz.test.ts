import { setImmediate } from "node:timers/promises";
import { formats, wrappers } from "@lab/analysis";
import { eventSchemas } from "@lab/protocols";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAll as parse } from "../../packages/analysis/src/parser/testing.ts";

const parseAll = (chunks: readonly Uint8Array[]) =>
	parse(chunks, { schemas: eventSchemas });

/** All known lines, as bytes. */
const known = [
	...eventSchemas.flatMap(({ samples }) => samples.map(({ line }) => line)),
	...[...formats, ...wrappers].map(({ example }) => example),
].map((line) => Buffer.from(`${line}\n`));

/** Text that tends to break parsers: line ends, quotes, brackets, escapes, large numbers. */
const breaking = fc
	.oneof(
		fc.constantFrom(
			...['"', "\\", "{", "}", "[", "]", "(", "=", " ", "  ", ",", ":", "-"],
			...["\n", "\r\n", "\r", "\0", "\t", "\u001b[0m", "ä", "\ud83d\ude00"],
			...["\\x", "\\u", '"}', "null", "1e999", "99999999999999999999", "0x"],
		),
		fc.string({ maxLength: 5 }),
	)
	.map((text) => Buffer.from(text));
const edit = fc.oneof(
	breaking,
	fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
);

/** A known line with some random edits. */
const damaged = fc
	.tuple(
		fc.constantFrom(...known),
		fc.array(
			fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), edit),
			{ maxLength: 3 },
		),
	)
	.map(([line, edits]) =>
		edits.reduce((bytes, [where, length, put]) => {
			const at = Math.floor(where * bytes.length);
			return Buffer.concat([
				bytes.subarray(0, at),
				put,
				bytes.subarray(at + length),
			]);
		}, line),
	);

test("damaged lines of every kind are accounted for, wherever the chunks break", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(damaged, { minLength: 1, maxLength: 20 }),
			fc.integer({ min: 1, max: 400 }),
			async (lines, size) => {
				await setImmediate();
				const bytes = Buffer.concat(lines);
				const whole = parseAll([bytes]);
				const newlines = bytes.filter((byte) => byte === 10).length;
				expect(whole.tally.lines).toBe(
					newlines + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0),
				);
				expect(whole.tally.balanced).toBe(true);
				const chunks = [];
				for (let at = 0; at < bytes.length; at += size)
					chunks.push(bytes.subarray(at, at + size));
				expect(parseAll(chunks).rows).toEqual(whole.rows);
			},
		),
		{ numRuns: 1500 },
	);
}, 120_000);
