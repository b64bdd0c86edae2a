import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notWorse } from "./not-worse.ts";
import { compareFamily, compareReplicates } from "./replicates.ts";

const latency = { margin: 0.05, better: "lower" } as const;
const base = [100, 101, 99, 100.5, 99.5];
const scaled = (factor: number) => base.map((value) => value * factor);

describe("two sides", () => {
	test("within the margin are equivalent", () => {
		expect(compareReplicates(base, scaled(1.001), latency).answer).toBe(
			"equivalent",
		);
	});

	test("10 % apart are different, with the direction that is worse", () => {
		expect(compareReplicates(base, scaled(1.1), latency)).toMatchObject({
			answer: "different",
			direction: "worse",
		});
		expect(
			compareReplicates(base, scaled(1.1), { margin: 0.05, better: "higher" }),
		).toMatchObject({ answer: "different", direction: "better" });
	});

	test("with more scatter than the margin are inconclusive", () => {
		expect(
			compareReplicates(
				[80, 100, 120, 90, 110],
				[85, 118, 97, 108, 88],
				latency,
			).answer,
		).toBe("inconclusive");
	});

	test("of one run each are inconclusive, however far apart", () => {
		expect(compareReplicates([100], [300], latency)).toMatchObject({
			answer: "inconclusive",
			replicates: [1, 1],
		});
	});

	test("without missing deliveries are equivalent", () => {
		expect(
			compareReplicates([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], latency),
		).toMatchObject({ answer: "equivalent", effect: 0 });
	});

	test("differ for the worse if deliveries are missing where none were", () => {
		expect(
			compareReplicates([0, 0, 0, 0, 0], [3, 1, 2, 7, 4], latency),
		).toMatchObject({ answer: "different", direction: "worse" });
	});

	test("of three close runs each are equivalent: 3 against 3 reach 90 %", () => {
		expect(
			compareReplicates([100, 100.1, 99.9], [100.2, 99.8, 100], latency),
		).toMatchObject({
			answer: "equivalent",
			equivalence: { confidence: 0.9 },
		});
		const allowed = { by: 0.05, confidence: 0.95, better: "lower" } as const;
		expect(
			notWorse([100, 100.1, 99.9], [100.2, 99.8, 100], allowed).holds,
		).toBe("yes");
	});

	test("that are inconclusive report the change they could detect, and the runs needed", () => {
		const comparison = compareReplicates(
			[80, 100, 120, 90, 110],
			[85, 118, 97, 108, 88],
			latency,
		);
		expect(comparison.couldShow).toBeGreaterThan(0.2);
		expect(comparison.runsForMargin).toBeGreaterThan(20);
		expect(comparison.reason).toMatch(
			/; with this scatter, 5 against 5 runs detect a change of \d+\.\d % or more; \d+ per side would detect 5\.0 %$/,
		);
	});

	test("with too few runs for any change say so", () => {
		expect(compareReplicates([100, 101], [300, 301], latency).reason).toMatch(
			/2 against 2 runs detect no change, however large; \d+ per side would detect 5.0 %/,
		);
	});

	test("of which one has no values are inconclusive", () => {
		expect(compareReplicates([], base, latency).answer).toBe("inconclusive");
	});

	test("never get the opposite answer when exchanged", () => {
		const side = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), {
			minLength: 1,
			maxLength: 8,
		});
		fc.assert(
			fc.property(side, side, (a, b) => {
				const there = compareReplicates(a, b, latency);
				const back = compareReplicates(b, a, latency);
				const answers = new Set([there.answer, back.answer]);
				expect(answers).not.toEqual(new Set(["equivalent", "different"]));
				if (there.direction && back.direction) {
					expect(there.direction).not.toBe(back.direction);
				}
			}),
		);
	});

	test("with fewer than five values in all are never different", () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 1, max: 10, noNaN: true }), {
					minLength: 1,
					maxLength: 2,
				}),
				fc.array(fc.double({ min: 1e5, max: 1e6, noNaN: true }), {
					minLength: 1,
					maxLength: 2,
				}),
				(a, b) => compareReplicates(a, b, latency).answer === "inconclusive",
			),
		);
	});
});

describe("several measures", () => {
	const measures = (factor: number, count: number) =>
		Array.from({ length: count }, (_, turn) => ({
			from: base.map((value, run) => value + ((run * 7 + turn * 3) % 5) / 10),
			to: base.map(
				(value, run) =>
					(value + ((run * 3 + turn * 7) % 5) / 10) * (turn === 0 ? factor : 1),
			),
			...latency,
		}));

	test("each need more evidence than one alone, and a large change is still detected", () => {
		const [changed, ...others] = compareFamily(measures(1.3, 30), 0.01);
		expect(changed).toMatchObject({ answer: "different", direction: "worse" });
		expect(others.map(({ answer }) => answer)).not.toContain("different");
		// Five runs cannot show thirty equivalences at once: the smallest p-value is 30 / 252.
		expect(others.map(({ answer }) => answer)).not.toContain("equivalent");
	});

	test("can be equivalent if they are few", () => {
		const few = compareFamily(measures(1, 3), 0.04);
		expect(few.map(({ answer }) => answer)).toEqual([
			"equivalent",
			"equivalent",
			"equivalent",
		]);
	});
});
