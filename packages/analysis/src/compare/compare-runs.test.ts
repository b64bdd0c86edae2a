import { gossipQueries } from "@lab/signals";
import { describe, expect, test } from "vitest";
import type { RunFigures } from "../report/run-figures.ts";
import { measurable, percentile, runFigures } from "../report/testing.ts";
import { compareRuns } from "./compare-runs.ts";

/** Five runs in which every metric is close to one value. */
const runs = (value: number): RunFigures[] =>
	[0, 1, 2, 3, 4].map((number) =>
		runFigures({
			run: `run-${value}-${number}`,
			samples: gossipQueries.map(({ name }) => {
				const seen = value + number / 100;
				return {
					query: name,
					series: "relay-0",
					last_value: seen,
					median_value: seen,
					min_value: seen,
					max_value: seen,
				};
			}),
		}),
	);

const { measures, answer } = compareRuns(runs(100), runs(120));
const comparisonOf = (name: string) =>
	measures.find(({ measure }) => measure === name);

test.each(["mesh-peers", "connections", "received", "libp2p-peers"])(
	"20 %% more of %s is different, neither better nor worse, with a reason",
	(name) => {
		expect(comparisonOf(name)).toMatchObject({ answer: "different" });
		expect(comparisonOf(name)).not.toHaveProperty("direction");
		expect(comparisonOf(name)?.reason).toMatch(
			/^the change is 20.0 % \(.*\): \w+/,
		);
	},
);

test.each([
	["container-memory", "worse"],
	["duplicate", "worse"],
	["high-peers", "better"],
	["mesh.degree.min", "better"],
])("20 %% more of %s is %s", (name, direction) => {
	expect(comparisonOf(name)).toMatchObject({ answer: "different", direction });
});

test("one worse measure makes the whole comparison worse", () => {
	expect(answer).toBe("worse");
});

test("a run that its tool declared invalid leaves the comparison inconclusive", () => {
	const [first, ...others] = runs(120);
	const invalid = { ...(first as RunFigures), invalid: ["403 not published"] };
	const compared = compareRuns(runs(100), [invalid, ...others]);
	expect(compared.answer).toBe("inconclusive");
	expect(compared.invalid).toEqual([
		{ run: "run-120-0", why: "403 not published" },
	]);
});

/** Five runs of a thousand deliveries each. @param lost missing deliveries per run @param p95 latency per run, ms */
const delivering = (
	name: string,
	lost: readonly number[],
	p95: readonly number[] = [50, 50.1, 49.9, 50.2, 49.8],
): RunFigures[] =>
	lost.map((pairs, number) =>
		runFigures({
			run: `${name}-${number}`,
			criteria: ["delivery.ratio", "latency.p95"],
			...measurable({
				outcomes: [
					{ outcome: "delivered", reason: "", pairs: 1000 - pairs },
					...(pairs > 0 ? [{ outcome: "missing", reason: "", pairs }] : []),
				],
				latency: {
					...measurable().latency,
					deliveries: 1000 - pairs,
					measured: p95[number] === undefined ? 0 : 1000 - pairs,
					...percentile("p95", p95[number] ?? null),
				},
			}),
		}),
	);
const named = (both: ReturnType<typeof compareRuns>, name: string) =>
	both.measures.find(({ measure }) => measure === name);
const none = [0, 0, 0, 0, 0];

describe("the measures of the plan's criteria", () => {
	test("come first, and decide the answer", () => {
		const both = compareRuns(delivering("a", none), delivering("b", none));
		expect(both.answer).toBe("not worse");
		expect(
			both.measures
				.filter(({ primary }) => primary)
				.map((one) => [one.measure, one.answer]),
		).toEqual([
			["delivery.ratio", "equivalent"],
			["latency.p95", "equivalent"],
		]);
	});

	test("can be replaced by other measures, but not by unknown ones", () => {
		const [a, b] = [delivering("a", none), delivering("b", none)];
		expect(
			compareRuns(a, b, { primary: ["delivery.missing"] }).measures[0],
		).toMatchObject({ measure: "delivery.missing", primary: true });
		expect(() => compareRuns(a, b, { primary: ["latency.p59"] })).toThrow(
			/unknown-measure.*latency\.p59/,
		);
	});
});

describe("a ratio near 1", () => {
	test("is not equivalent if losses double", () => {
		const both = compareRuns(
			delivering("a", [20, 20, 20, 20, 20]),
			delivering("b", [40, 40, 40, 40, 40]),
		);
		expect(named(both, "delivery.ratio")).toMatchObject({
			answer: "different",
			direction: "worse",
			reason: expect.stringMatching(/^shortfall from 1: the change is 100.0 %/),
		});
		expect(both.answer).toBe("worse");
	});

	test("that falls from 1 to 0.96 is worse, and no reason contains Infinity", () => {
		const both = compareRuns(
			delivering("a", none),
			delivering("b", [40, 41, 39, 40, 42]),
		);
		expect(named(both, "delivery.ratio")).toMatchObject({ direction: "worse" });
		expect(both.measures.map(({ reason }) => reason).join()).not.toMatch(
			/Infinity|NaN/,
		);
	});
});

describe("replicates", () => {
	test("must be different runs", () => {
		const [one] = delivering("a", none) as [RunFigures];
		expect(() =>
			compareRuns([one, one, one, one, one], delivering("b", none)),
		).toThrow(/same-run.*run 'a-0' is listed twice in the base/);
		expect(() => compareRuns([one], [one])).toThrow(
			/'a-0' is in the base and in the candidate/,
		);
	});

	test("of a side must have one plan, unless mixed plans are allowed", () => {
		const mixed = delivering("a", none).map((run, number) =>
			number === 4 ? { ...run, plan: "other" } : run,
		);
		expect(() => compareRuns(mixed, delivering("b", none))).toThrow(
			/mixed-plans.*the plan of a-0, a-1, a-2, a-3 is not that of a-4/,
		);
		expect(
			compareRuns(mixed, delivering("b", none), { mixedPlans: true }).answer,
		).toBe("not worse");
	});

	test("without a value are named, and make the measure inconclusive", () => {
		const both = compareRuns(
			delivering("a", none),
			delivering("b", none, [50, 50.1, 49.9]),
		);
		expect(named(both, "latency.p95")).toMatchObject({
			answer: "inconclusive",
			lacking: [{ run: "b-3" }, { run: "b-4" }],
			reason: expect.stringMatching(
				/^2 runs have no value: b-3, b-4 \(not measurable/,
			),
		});
		expect(both.answer).toBe("inconclusive");
	});
});

test("a run whose log does not show all deliveries has no delivery ratio to compare", () => {
	const delivered = { outcome: "delivered", reason: "", pairs: 90 };
	const undecided = {
		outcome: "unobservable",
		reason: "no line of the node's log",
		pairs: 10,
	};
	const side = (name: string, last: RunFigures["outcomes"]) =>
		[0, 1, 2, 3, 4].map((number) =>
			runFigures({
				run: `${name}-${number}`,
				outcomes: number === 4 ? last : [delivered],
			}),
		);
	const options = { primary: ["delivery.ratio"] };
	const base = side("base", [delivered]);
	expect(compareRuns(base, side("same", [delivered]), options).answer).toBe(
		"not worse",
	);
	const compared = compareRuns(
		base,
		side("deaf", [delivered, undecided]),
		options,
	);
	expect(compared.answer).toBe("inconclusive");
	expect(compared.measures[0]?.lacking).toEqual([
		{ run: "deaf-4", why: "no log shows whether 10 pairs were delivered" },
	]);
});
