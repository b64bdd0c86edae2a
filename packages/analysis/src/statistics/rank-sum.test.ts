import { expect, test } from "vitest";
import {
	normalQuantile,
	rankSumDistribution,
	trimmedPairs,
} from "./rank-sum.ts";
import { shiftInterval } from "./shift.ts";

test("the distribution of U for 3 and 2 values matches the textbook", () => {
	expect([...rankSumDistribution(3, 2)].map((p) => Math.round(p * 10))).toEqual(
		[1, 2, 4, 6, 8, 9, 10],
	);
});

test.each([
	[5, 5, 0.05, 5],
	[5, 5, 0.025, 3],
	[3, 3, 0.05, 1],
	[3, 3, 0.025, 0],
	[2, 2, 0.05, 0],
])("%i and %i values with a tail of %f trim %i pairs", (m, n, tail, pairs) => {
	expect(trimmedPairs(m, n, tail)).toBe(pairs);
});

test("the exact distribution and the normal approximation agree where one replaces the other", () => {
	const exact = trimmedPairs(50, 50, 0.05);
	expect(Math.abs(trimmedPairs(50, 51, 0.05) - exact)).toBeLessThan(40);
	expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
});

test("two values per side are too few for an interval", () => {
	expect(shiftInterval([1, 2], [3, 4], 0.9)).toBeUndefined();
});
