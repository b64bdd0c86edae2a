import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareReplicates } from "./replicates.ts";

const latency = { margin: 0.05, better: "lower" } as const;
const base = [100, 101, 99, 100.5, 99.5];
const scaled = (factor: number) => base.map((value) => value * factor);

describe("replicates of two sides", () => {
	test("that lie within the margin are equivalent", () => {
		expect(compareReplicates(base, scaled(1.001), latency).answer).toBe(
			"equivalent",
		);
	});

	test("that lie 10 % apart are different, and it is said which way is worse", () => {
		expect(compareReplicates(base, scaled(1.1), latency)).toMatchObject({
			answer: "different",
			direction: "worse",
		});
		expect(
			compareReplicates(base, scaled(1.1), { margin: 0.05, better: "higher" }),
		).toMatchObject({ answer: "different", direction: "better" });
	});

	test("that scatter more than the margin are inconclusive", () => {
		expect(
			compareReplicates(
				[80, 100, 120, 90, 110],
				[85, 118, 97, 108, 88],
				latency,
			).answer,
		).toBe("inconclusive");
	});

	test("one run of each claims nothing, however far apart", () => {
		expect(compareReplicates([100], [300], latency)).toMatchObject({
			answer: "inconclusive",
			replicates: [1, 1],
		});
	});

	test("no missing deliveries on either side is equivalent", () => {
		expect(
			compareReplicates([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], latency),
		).toMatchObject({ answer: "equivalent", effect: 0 });
	});

	test("some missing deliveries where there were none are a change for the worse", () => {
		expect(
			compareReplicates([0, 0, 0, 0, 0], [3, 1, 2, 7, 4], latency),
		).toMatchObject({ answer: "different", direction: "worse" });
	});

	test("a side without values is inconclusive", () => {
		expect(compareReplicates([], base, latency).answer).toBe("inconclusive");
	});

	test("exchanging the sides never turns one answer into its opposite", () => {
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

	test("fewer than five values in all never make a difference", () => {
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
