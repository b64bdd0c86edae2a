import type { Condition } from "@lab/record";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import type { Measurable, RunFigures } from "./run-figures.ts";
import { measurable, percentile, runFigures } from "./testing.ts";

const ms = (value: number): Measurable =>
	measurable({
		outcomes: [{ outcome: "delivered", reason: "", pairs: 10 }],
		latency: {
			deliveries: 10,
			measured: 10,
			...percentile("p50", value),
			...percentile("p95", value),
			...percentile("p99", value),
			...percentile("max", value),
			error_ns: 0,
		},
	});

/** A run with one latency, and with another one in its window `calm`. */
const runOf = (all: number, calm = all): RunFigures =>
	runFigures({ ...ms(all), run: `r${all}`, parts: { calm: ms(calm) } });

const answer = (
	run: RunFigures,
	condition: Condition,
	replicates?: Parameters<typeof judge>[2],
) => judge(run, [condition], replicates)[0];

describe("a condition about a window", () => {
	const storm = runOf(80, 20);
	test("is judged by that window only", () => {
		const fast = { measure: "latency.p99", atMost: 50 } as const;
		expect(answer(storm, fast)).toMatchObject({ holds: "no", observed: 80 });
		expect(answer(storm, { ...fast, window: "calm" })).toMatchObject({
			holds: "yes",
			observed: 20,
			why: "latency.p99 in window 'calm' is 20 ms, required at most 50",
		});
	});

	test("is unknown if the run has no such window", () => {
		expect(
			answer(storm, { measure: "latency.p99", atMost: 50, window: "clam" }),
		).toMatchObject({ holds: "unknown", why: expect.stringContaining("clam") });
	});
});

describe("a condition about a latency", () => {
	const between = (low: number, high: number | null) => {
		const run = runOf(50);
		return {
			...run,
			latency: { ...run.latency, ...percentile("p95", 50, [low, high]) },
			untimed: [
				{
					from_host: "a",
					to_host: "b",
					reason: "no messages both ways between the two clocks",
					deliveries: 4,
				},
			],
		};
	};
	const judged = (run: RunFigures, atMost: number) =>
		answer(run, { measure: "latency.p95", atMost });

	test("holds or fails only if the clocks are accurate enough to decide", () => {
		expect(judged(between(40, 60), 60)?.holds).toBe("yes");
		expect(judged(between(40, 60), 39)?.holds).toBe("no");
		expect(judged(between(40, 60), 55)).toMatchObject({
			holds: "unknown",
			observed: 50,
			why: "latency.p95 is 50 ms (between 40.00 and 60.00 within the accuracy of the clocks), required at most 55",
		});
	});

	test("is unknown if too many deliveries have none", () => {
		expect(judged(between(40, null), 1e9)).toMatchObject({
			holds: "unknown",
			why: expect.stringMatching(
				/^latency\.p95: not measurable.*4 from a to b: no messages both ways/,
			),
		});
	});
});

describe("missing deliveries", () => {
	const lossy: RunFigures = {
		...runOf(20),
		outcomes: [
			{ outcome: "delivered", reason: "", pairs: 10 },
			{ outcome: "missing", reason: "", pairs: 4000 },
		],
		// The report reads the first thousand; the table has all.
		missing: Array.from({ length: 1000 }, (_, id) => ({
			id: BigInt(id),
			node: "relay-1",
			reason: "",
		})) as unknown as RunFigures["missing"],
	};

	test("are counted; the first are named, with a pointer to the complete list", () => {
		expect(answer(lossy, { measure: "delivery.missing", atMost: 0 })?.why).toBe(
			"delivery.missing is 4000, required at most 0; 4000 missing: 0 at relay-1; 1 at relay-1; 2 at relay-1 and 3997 more, listed in missing.csv of 'pnpm analyze report'",
		);
	});

	test("of a message that reached nobody are named once", () => {
		const [first] = lossy.missing;
		const row = {
			place: 1,
			id: 0,
			publisher: "relay-0",
			published_ns: 0,
			expected: 19,
			missing: 19,
			unobservable: 0,
			node: "relay-1",
		};
		const nobody = {
			...lossy,
			outcomes: [{ outcome: "missing", reason: "", pairs: 19 }],
			missing: Array.from({ length: 19 }, (_, at) => ({
				...first,
				id: 0,
				node: `relay-${at + 1}`,
				reason: "",
			})),
			missingByMessage: [row],
		};
		expect(
			answer(nobody, { measure: "delivery.missing", atMost: 0 })?.why,
		).toBe(
			"delivery.missing is 19, required at most 0; 19 missing: 0 reached nobody (19 nodes)",
		);
	});

	test("are not named by a condition on another measure", () => {
		const holds = answer(lossy, { measure: "delivery.duplicates", atMost: 0 });
		expect(holds?.why).toBe("delivery.duplicates is 0, required at most 0");
	});
});

describe("a condition about a baseline", () => {
	const condition: Condition = {
		measure: "latency.p99",
		baseline: { name: "v1", by: 0.1, confidence: 0.95 },
	};
	const around = (value: number) =>
		[0, 1, 2, 3, 4].map((more) => runOf(value + more / 10 + 0.001));
	const against = (ofPlan: RunFigures[]) =>
		answer(ofPlan[0] as RunFigures, condition, {
			baselines: { v1: around(100) },
			ofPlan,
		})?.holds;

	test("holds if replicates are significantly not worse by more than is allowed", () => {
		expect(against(around(105))).toBe("yes");
		expect(against(around(60))).toBe("yes");
	});

	test("fails if they are significantly worse", () => {
		expect(against(around(120))).toBe("no");
	});

	test("is unknown for one run, and for replicates that scatter", () => {
		expect(against([runOf(300)])).toBe("unknown");
		expect(against([60, 90, 110, 130, 200].map((at) => runOf(at)))).toBe(
			"unknown",
		);
	});

	test("is unknown if a run has no value, or is on both sides", () => {
		const blind = {
			...runOf(100),
			run: "blind",
			latency: measurable().latency,
		};
		expect(
			answer(runOf(105), condition, {
				baselines: { v1: [...around(100), blind] },
				ofPlan: around(105),
			}),
		).toMatchObject({
			holds: "unknown",
			why: expect.stringContaining("1 runs have no value: blind"),
		});
		expect(
			answer(runOf(105), condition, {
				baselines: { v1: around(100) },
				ofPlan: around(100),
			}),
		).toMatchObject({
			holds: "unknown",
			why: expect.stringContaining("is in baseline 'v1' and among"),
		});
	});

	test("is unknown if a run of the baseline is invalid", () => {
		const [first, ...others] = around(100);
		const invalid = { ...(first as RunFigures), invalid: ["not published"] };
		expect(
			answer(runOf(105), condition, {
				baselines: { v1: [invalid, ...others] },
				ofPlan: around(105),
			}),
		).toMatchObject({
			holds: "unknown",
			why: expect.stringMatching(/baseline 'v1' is invalid: not published/),
		});
	});

	test("says how to name the baseline's runs if none are given", () => {
		expect(answer(runOf(100), condition)).toMatchObject({
			holds: "unknown",
			why: expect.stringContaining("--baseline v1="),
		});
	});

	test("does not hide that a bound is exceeded", () => {
		expect(answer(runOf(100), { ...condition, atMost: 50 })?.holds).toBe("no");
	});
});

describe("a condition about deliveries of which some are undecided", () => {
	const run = (
		outcomes: RunFigures["outcomes"],
		undecidedLosses = 0,
	): RunFigures => runFigures({ outcomes, undecidedLosses });
	const delivered = { outcome: "delivered", reason: "", pairs: 90 };
	const undecided = {
		outcome: "unobservable",
		reason: "undecided: the node counted messages that its log lacks",
		pairs: 10,
	};
	const conditions: Condition[] = [
		{ measure: "delivery.missing", atMost: 0 },
		{ measure: "delivery.duplicates", atMost: 0 },
		{ measure: "delivery.ratio", atLeast: 0.95 },
	];
	const answers = (figures: RunFigures) =>
		judge(figures, conditions).map(({ holds }) => holds);

	test("never holds because they are left out", () => {
		const figures = run([delivered, undecided]);
		expect(answers(figures)).toEqual(["unknown", "unknown", "unknown"]);
		expect(judge(figures, conditions)[2]?.why).toBe(
			"delivery.ratio is 1 (between 0.9 and 1, since no log shows whether 10 pairs were delivered), required at least 0.95",
		);
	});

	test("holds if it does whether they were delivered or not", () => {
		expect(
			answer(run([delivered, undecided]), {
				measure: "delivery.ratio",
				atLeast: 0.9,
			})?.holds,
		).toBe("yes");
	});

	test("fails if some of them were surely lost", () => {
		expect(answers(run([delivered, undecided], 6))).toEqual([
			"no",
			"unknown",
			"no",
		]);
	});

	test("is decided if no delivery was possible", () => {
		expect(
			answers(
				run([
					delivered,
					{ outcome: "unobservable", reason: "pod down", pairs: 5 },
					{
						outcome: "unobservable",
						reason: "never published: refused",
						pairs: 5,
					},
				]),
			),
		).toEqual(["yes", "yes", "yes"]);
	});

	test("is unknown against a baseline", () => {
		const of = (name: string, outcomes: RunFigures["outcomes"]) => ({
			...run(outcomes),
			run: name,
		});
		const one = of("c-0", [delivered, undecided]);
		expect(
			answer(
				one,
				{
					measure: "delivery.ratio",
					baseline: { name: "v1", by: 0.1, confidence: 0.95 },
				},
				{
					baselines: { v1: [of("b-0", [delivered]), of("b-1", [delivered])] },
					ofPlan: [one],
				},
			),
		).toMatchObject({
			holds: "unknown",
			why: expect.stringContaining("in 1 runs: c-0"),
		});
	});
});
