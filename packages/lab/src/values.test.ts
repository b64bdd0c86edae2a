import { expect, test } from "vitest";
import { known, markOf, pinned, plainValues } from "./values.ts";

test("markers are removed at any depth, and nothing else changes", () => {
	expect(
		plainValues({
			a: pinned({ b: known([pinned(1, "x")], "y") }, "z"),
			c: [{ d: pinned("e", "f") }],
			g: null,
			h: false,
		}),
	).toEqual({ a: { b: [1] }, c: [{ d: "e" }], g: null, h: false });
});

test("undefined values are dropped", () => {
	expect(plainValues({ a: undefined, b: { c: undefined } })).toEqual({ b: {} });
});

test("a marker keeps its reason", () => {
	expect(markOf(pinned(1, "one writer"))).toEqual({
		kind: "pinned",
		value: 1,
		reason: "one writer",
	});
	expect(markOf({ kind: "pinned", value: 1, reason: "looks like one" })).toBe(
		undefined,
	);
});
