import type { Condition } from "@lab/record";
import { describe, expect, test } from "vitest";
import type { Measurable, RunFigures } from "./figures.ts";
import { judge } from "./judge.ts";

const ms = (value: number): Measurable => ({
	outcomes: [{ outcome: "delivered", reason: "", pairs: 10 }],
	latency: {
		deliveries: 10,
		p50_ns: value * 1e6,
		p95_ns: value * 1e6,
		p99_ns: value * 1e6,
		max_ns: value * 1e6,
		error_ns: 0,
		negative: 0,
	},
	samples: [],
	nodesWithLogGap: 0,
	missing: [],
});

/** A run whose latency is one number, and another one in its window `calm`. */
const runOf = (all: number, calm = all): RunFigures => ({
	...ms(all),
	run: `r${all}`,
	plan: "p",
	experiment: "small",
	nodes: 2,
	messages: 10,
	lineCount: {
		lines: 10,
		unpacked: 0,
		events: 10,
		continuations: 0,
		unparsed: 0,
		reasons: [],
		cut: 0,
	},
	parts: { calm: ms(calm) },
	curve: [],
	byNode: [],
	byMessage: [],
	missingMap: [],
	crossCheck: [],
	publishers: [],
	strays: [],
	clocks: [],
	overTime: [],
	windows: [],
	protocols: {},
	judgements: [],
});

const answer = (
	run: RunFigures,
	condition: Condition,
	replicates?: Parameters<typeof judge>[2],
) => judge(run, [condition], replicates)[0];

describe("a condition about a window", () => {
	const storm = runOf(80, 20);
	test("is judged by that window alone", () => {
		const fast = { measure: "latency.p99", atMost: 50 } as const;
		expect(answer(storm, fast)).toMatchObject({ holds: "no", observed: 80 });
		expect(answer(storm, { ...fast, window: "calm" })).toMatchObject({
			holds: "yes",
			observed: 20,
			why: "latency.p99 in window 'calm' is 20 ms, asked at most 50",
		});
	});

	test("cannot be told of a window that the run has not", () => {
		expect(
			answer(storm, { measure: "latency.p99", atMost: 50, window: "clam" }),
		).toMatchObject({ holds: "unknown", why: expect.stringContaining("clam") });
	});
});

describe("deliveries that are missing", () => {
	const lossy: RunFigures = {
		...runOf(20),
		outcomes: [
			{ outcome: "delivered", reason: "", pairs: 10 },
			{ outcome: "missing", reason: "", pairs: 4000 },
		],
		// The report reads so many; all are in its table.
		missing: Array.from({ length: 1000 }, (_, id) => ({
			id: BigInt(id),
			node: "relay-1",
			reason: "",
		})) as unknown as RunFigures["missing"],
	};

	test("are counted, the first named, and it is said where all are", () => {
		expect(answer(lossy, { measure: "delivery.missing", atMost: 0 })?.why).toBe(
			"delivery.missing is 4000, asked at most 0; 4000 missing: 0 at relay-1, 1 at relay-1, 2 at relay-1, 3 at relay-1, 4 at relay-1 and 3995 more, all in missing.csv of 'pnpm analyze report'",
		);
	});

	test("are not named where nothing is asked of them", () => {
		const holds = answer(lossy, { measure: "delivery.duplicates", atMost: 0 });
		expect(holds?.why).toBe("delivery.duplicates is 0, asked at most 0");
	});
});

describe("a condition about a baseline", () => {
	const condition: Condition = {
		measure: "latency.p99",
		baseline: { name: "v1", by: 0.1, confidence: 0.95 },
	};
	const around = (value: number) =>
		[0, 1, 2, 3, 4].map((more) => runOf(value + more / 10));
	const against = (ofPlan: RunFigures[]) =>
		answer(ofPlan[0] as RunFigures, condition, {
			baselines: { v1: around(100) },
			ofPlan,
		})?.holds;

	test("holds where replicates are surely not worse by more than borne", () => {
		expect(against(around(105))).toBe("yes");
		expect(against(around(60))).toBe("yes");
	});

	test("fails where they are surely worse", () => {
		expect(against(around(120))).toBe("no");
	});

	test("cannot be told of one run, nor where replicates scatter", () => {
		expect(against([runOf(300)])).toBe("unknown");
		expect(against([60, 90, 110, 130, 200].map((at) => runOf(at)))).toBe(
			"unknown",
		);
	});

	test("says how to name the runs when nobody did", () => {
		expect(answer(runOf(100), condition)).toMatchObject({
			holds: "unknown",
			why: expect.stringContaining("--baseline v1="),
		});
	});

	test("does not hide that a bound is passed", () => {
		expect(answer(runOf(100), { ...condition, atMost: 50 })?.holds).toBe("no");
	});
});
