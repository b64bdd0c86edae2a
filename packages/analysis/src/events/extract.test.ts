import { expect, test } from "vitest";
import { parseAll } from "../formats/testing.ts";
import type { Field } from "./schema.ts";

function parseAs(fields: Readonly<Record<string, Field>>, pairs: string) {
	const { rows, tally } = parseAll(`level=info msg=it ${pairs}\n`, {
		schemas: [
			{ name: "test.it", about: "", messages: ["it"], fields, samples: [] },
		],
	});
	return { row: rows[0], reasons: tally.unparsed.map(({ reason }) => reason) };
}

const about = "";

test.each([
	["ns", "1785892519584947712", 1785892519584947712n],
	["us", "1785892519584947", 1785892519584947000n],
	["ms", "1785892519584", 1785892519584000000n],
	["s", "1785892519", 1785892519000000000n],
	["s", "-1", -1000000000n],
] as const)("a time in %s is kept in ns: %s", (unit, text, ns) => {
	expect(
		parseAs({ at: { type: "time", unit, about } }, `at=${text}`).row,
	).toMatchObject({ at: ns });
});

test("a time that overflows is unparsed", () => {
	expect(
		parseAs({ at: { type: "time", unit: "s", about } }, "at=9999999999999")
			.reasons,
	).toEqual(["test.it: at is not an integer of 63 bits"]);
});

test("a whole number in floating point is a whole number, another is not", () => {
	const fields = { n: { type: "int64", about } } as const;
	expect(parseAs(fields, "n=1000.0").row).toMatchObject({ n: 1000n });
	expect(parseAs(fields, "n=1000.5").reasons).toHaveLength(1);
});

test("floats are floats, and nothing else is", () => {
	const fields = { x: { type: "float64", about } } as const;
	expect(parseAs(fields, "x=-1.5e3").row).toMatchObject({ x: -1500 });
	for (const text of ["x=", "x=NaN", "x=1,5", 'x=" "']) {
		expect(parseAs(fields, text).reasons, text).toEqual([
			"test.it: x is not a number",
		]);
	}
});

test("an optional field is null, and what the line before had is not kept", () => {
	const fields = {
		n: { type: "int64", optional: true, about },
		t: { type: "text", optional: true, about },
	} as const;
	expect(parseAs(fields, "n=1 t=a").row).toMatchObject({ n: 1n, t: "a" });
	expect(parseAs(fields, "x=1").row).toMatchObject({ n: null, t: null });
});

test("a key that a release renamed is found by either name, the first wins", () => {
	const fields = {
		id: { type: "int64", from: ["new", "old"], about },
	} as const;
	expect(parseAs(fields, "old=1").row).toMatchObject({ id: 1n });
	expect(parseAs(fields, "old=1 new=2").row).toMatchObject({ id: 2n });
});

test("a list that is no list of tuples is unparsed", () => {
	const fields = { l: { type: "tuples", about } } as const;
	expect(parseAs(fields, 'l="@[(a: 1), (b: 2)]"').row).toMatchObject({
		l: '[{"a":"1"},{"b":"2"}]',
	});
	expect(parseAs(fields, 'l="[(a: 1"').reasons).toEqual([
		"test.it: l is not a list of tuples",
	]);
});

test.each([
	["0xffffffffffffffff", 0xfffffffffffffffn],
	["0XFF", undefined],
	["00000000000001f", 0x1fn],
	["ABCDEF012345678", 0xabcdef012345678n],
	["0x4d19..79af7", undefined],
	["0x00000000000001", undefined],
	["0x00000000000000g", undefined],
] as const)("of the hash %s the first 15 digits are the id", (text, id) => {
	const { row, reasons } = parseAs({ h: { type: "hash", about } }, `h=${text}`);
	expect(row?.h).toBe(id);
	expect(reasons).toHaveLength(id === undefined ? 1 : 0);
});
