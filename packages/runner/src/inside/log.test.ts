import fc from "fast-check";
import { expect, test } from "vitest";
import { createInsideLog, type Line, readLines } from "./log.ts";

/** Longest record of VictoriaLogs (`-insert.maxLineSizeBytes`), less the fields of a collector. */
const STORE_BYTES = 250 << 10;

function written(act: (log: ReturnType<typeof createInsideLog>) => void) {
	let text = "";
	act(createInsideLog((more) => (text += more)));
	for (const line of text.split("\n"))
		expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThan(STORE_BYTES);
	return text;
}

const file = (text: string): Line => ({
	file: "verdict.json",
	of: "run",
	text,
});

test.each(["p", "ä", "🙂", '"\\', "\u0001", "\n"])(
	"a file of many %j arrives whole, in lines that a store accepts",
	(part) => {
		const given = file(part.repeat(300_000));
		const text = written((log) => {
			log.print("before");
			log.line(given);
			log.print("after");
			log.line(file("short"));
		});
		expect(readLines(text)).toEqual([given, file("short")]);
	},
);

test("any file arrives whole", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
			const given = file(text.repeat(1000));
			expect(readLines(written((log) => log.line(given)))).toEqual([given]);
		}),
		{ numRuns: 20 },
	);
});

test("a line whose last part is not yet written is read later; one that was never finished is not", () => {
	const text = written((log) => log.line(file("a".repeat(100_000))));
	const first = text.slice(0, text.indexOf("\n") + 1);
	expect(readLines(first)).toEqual([]);
	expect(readLines(first + text)).toHaveLength(1);
	expect(readLines(text.slice(first.length) + text)).toHaveLength(1);
});

test.each([
	["p", 400_000],
	["🙂", 100_000],
	["€", 33_333],
])(
	"of a long line of text with %s, its beginning is written, and how many bytes follow",
	(part, times) => {
		const given = part.repeat(times);
		const [line = "", rest] = written((log) => log.print(given)).split("\n");
		const [, kept = "", cut] =
			/^(.*) \.\.\. and (\d+) bytes more$/.exec(line) ?? [];
		expect(given.startsWith(kept)).toBe(true);
		expect(kept).not.toContain("\ufffd");
		expect(Buffer.byteLength(kept) + Number(cut)).toBe(
			Buffer.byteLength(given),
		);
		expect(rest).toBe("");
	},
);
