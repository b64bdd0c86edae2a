import { describe, expect, test } from "vitest";
import { adjustedPValues, splitCount, splitsOf } from "./permutation.ts";
import { detectable, runsToDetect } from "./power.ts";

const low = [1, 1.1, 0.9, 1.05];
const high = [2, 2.1, 1.9, 2.05];
const mixed = [1, 2, 1.1, 2.1, 0.9, 1.9, 1.05, 2.05];

describe("adjusted p-values", () => {
	test("count the split and its mirror image if a measure separates the sides completely", () => {
		expect(splitCount(4, 4)).toBe(70);
		expect(adjustedPValues([[...low, ...high]], splitsOf(4, 4))).toEqual([
			2 / 70,
		]);
	});

	test("of a clear difference stay small among many measures without one", () => {
		const others = Array.from({ length: 32 }, (_, turn) =>
			mixed.map((_, run) => mixed[(run * 3 + turn) % 8] as number),
		);
		const [first, ...rest] = adjustedPValues(
			[[...low, ...high.map((value) => value * 100)], ...others],
			splitsOf(4, 4),
		);
		expect(first).toBeLessThan(0.05);
		expect(Math.min(...rest)).toBeGreaterThan(0.05);
	});

	test("are 1 for a constant measure, and small for one that differs between the sides", () => {
		const always = new Array(8).fill(3);
		const apart = [0, 0, 0, 0, 7, 7, 7, 7];
		expect(adjustedPValues([always, apart], splitsOf(4, 4))).toEqual([
			1,
			2 / 70,
		]);
	});

	test("are reproducible, also for sampled splits", () => {
		const side = (from: number) =>
			Array.from({ length: 12 }, (_, run) => from + ((run * 7919) % 13));
		const values = [[...side(0), ...side(3)]];
		expect(splitsOf(12, 12).exact).toBe(false);
		const [p = 0] = adjustedPValues(values, splitsOf(12, 12));
		expect(adjustedPValues(values, splitsOf(12, 12))).toEqual([p]);
		// Student's t of these values, two-sided.
		expect(p).toBeCloseTo(0.074, 1);
	});
});

describe("the detectable change", () => {
	test("is infinite for three against three runs, and shrinks with every run", () => {
		expect(detectable(3, 3, 0.04, 1)).toBe(Number.POSITIVE_INFINITY);
		const sizes = [4, 5, 7, 10, 20].map((runs) =>
			detectable(runs, runs, 0.04, 3),
		);
		expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
		expect(sizes.every(Number.isFinite)).toBe(true);
	});

	test("grows with the number of measures", () => {
		expect(detectable(5, 5, 0.04, 6)).toBeGreaterThan(
			detectable(5, 5, 0.04, 1),
		);
		expect(detectable(4, 4, 0.01, 30)).toBe(Number.POSITIVE_INFINITY);
	});

	test("agrees with the number of runs needed to detect it", () => {
		const runs = runsToDetect(1, 0.04, 3) as number;
		expect(detectable(runs, runs, 0.04, 3)).toBeLessThanOrEqual(1);
		expect(detectable(runs - 1, runs - 1, 0.04, 3)).toBeGreaterThan(1);
		expect(runsToDetect(0.001, 0.04, 3)).toBeUndefined();
	});
});
