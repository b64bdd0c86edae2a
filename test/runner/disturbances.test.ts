import type { TimelineStep } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import { expect, test } from "vitest";
import { eventsOf, execute, newRun } from "./fixtures.ts";

const probesOf = (folder: Parameters<typeof eventsOf>[0]) =>
	eventsOf(folder, "probed").map(({ when, holds }) => [when, holds]);

const PROVEN = [
	["before", true],
	["during", true],
	["after", true],
];

const churnFor = (downMs: number): TimelineStep => ({
	kind: "churn",
	name: "churn",
	atMs: 500,
	downMs,
	by: "kill",
	nodes: ["relay-4", "relay-5"],
});

test("a churn takes its nodes away, brings them back, and is proven", async () => {
	const plan = smallPlan({
		nodesPerProcess: 1,
		messages: 0,
		steps: [churnFor(2000)],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({ validity: "valid" });
	expect(probesOf(folder)).toEqual(PROVEN);
	const starts = eventsOf(folder, "node-started").map(({ node }) => node);
	expect(starts.filter((node) => node === "relay-5")).toHaveLength(2);
	expect(eventsOf(folder, "node-lost")).toEqual([]);
});

test("a churn of which one node does not come back makes the run invalid, saying how many did", async () => {
	const plan = smallPlan({
		nodesPerProcess: 1,
		messages: 0,
		steps: [churnFor(1000)],
		change: (open) => {
			open.limits.runningMs = 20_000;
		},
	});
	const verdict = await execute(await newRun(plan), {
		wrap: (backend) => ({
			...backend,
			end: (step, signal) =>
				backend.end({ ...step, nodes: ["relay-4"] } as typeof step, signal),
		}),
	});
	expect(verdict.validity).toBe("invalid");
	expect(verdict.reasons.join("\n")).toContain(
		"churn after: 1 of 2 nodes answer",
	);
});

test("a partition cuts a live mesh, heals, and is proven", async () => {
	const plan = smallPlan({
		messages: 0,
		steps: [
			{
				kind: "partition",
				name: "split",
				atMs: 200,
				durationMs: 2000,
				sides: [
					["relay-0", "relay-1", "relay-2"],
					["relay-3", "relay-4", "relay-5"],
				],
			},
		],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({ validity: "valid" });
	expect(probesOf(folder)).toEqual(PROVEN);
});

test("a slow link is measured, and is as fast as before afterwards", async () => {
	const plan = smallPlan({
		messages: 0,
		steps: [
			{
				kind: "shape",
				name: "slow",
				atMs: 200,
				durationMs: 1500,
				nodes: ["relay-0", "relay-1", "relay-2"],
				link: { delayMs: 150 },
			},
		],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({ validity: "valid" });
	expect(probesOf(folder)).toEqual(PROVEN);
});

test("a disturbance that did not happen makes the run invalid, saying what was seen instead", async () => {
	const plan = smallPlan({
		messages: 0,
		steps: [
			{
				kind: "partition",
				name: "split",
				atMs: 200,
				durationMs: 1000,
				sides: [
					["relay-0", "relay-1"],
					["relay-2", "relay-3"],
				],
			},
		],
	});
	const verdict = await execute(await newRun(plan), {
		wrap: (backend) => ({ ...backend, begin: async () => {} }),
	});
	expect(verdict.validity).toBe("invalid");
	expect(verdict.reasons[0]).toMatch(
		/split during: \d+ connections between the sides/,
	);
});
