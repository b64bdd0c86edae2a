import { expect, test } from "vitest";
import type { Field } from "../events/schema.ts";
import { parseAll } from "./testing.ts";

function parseAs(fields: Readonly<Record<string, Field>>, pairs: string) {
	const { rows, tally } = parseAll(
		`ts=2026-08-05T01:15:19Z level=info msg=it ${pairs}\n`,
		{
			schemas: [
				{ name: "test.it", about: "", messages: ["it"], fields, samples: [] },
			],
		},
	);
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

test("an int64 may be written as 1000.0, but not as 1000.5", () => {
	const fields = { n: { type: "int64", about } } as const;
	expect(parseAs(fields, "n=1000.0").row).toMatchObject({ n: 1000n });
	expect(parseAs(fields, "n=1000.5").reasons).toHaveLength(1);
});

test("float64 accepts finite numbers and nothing else", () => {
	const fields = { x: { type: "float64", about } } as const;
	expect(parseAs(fields, "x=-1.5e3").row).toMatchObject({ x: -1500 });
	for (const text of ["x=", "x=NaN", "x=1,5", 'x=" "']) {
		expect(parseAs(fields, text).reasons, text).toEqual([
			"test.it: x is not a number",
		]);
	}
});

test("a missing optional field is null, not the value of the previous line", () => {
	const fields = {
		n: { type: "int64", optional: true, about },
		t: { type: "text", optional: true, about },
	} as const;
	expect(parseAs(fields, "n=1 t=a").row).toMatchObject({ n: 1n, t: "a" });
	expect(parseAs(fields, "x=1").row).toMatchObject({ n: null, t: null });
});

test("a field is found by its new or its old key; the new one wins", () => {
	const fields = {
		id: { type: "int64", from: ["new", "old"], about },
	} as const;
	expect(parseAs(fields, "old=1").row).toMatchObject({ id: 1n });
	expect(parseAs(fields, "old=1 new=2").row).toMatchObject({ id: 2n });
});

test("a malformed list of tuples is unparsed", () => {
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
] as const)("the first 15 hex digits of %s are the id", (text, id) => {
	const { row, reasons } = parseAs({ h: { type: "hash", about } }, `h=${text}`);
	expect(row?.h).toBe(id);
	expect(reasons).toHaveLength(id === undefined ? 1 : 0);
});
