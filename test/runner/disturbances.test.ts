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

test("a churn removes its nodes, restores them, and is confirmed by probes", async () => {
	const plan = smallPlan({
		nodesPerProcess: 1,
		messages: 0,
		steps: [churnFor(6000)],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({
		validity: "valid",
		reasons: [],
	});
	expect(probesOf(folder)).toEqual(PROVEN);
	const starts = eventsOf(folder, "node-started").map(({ node }) => node);
	expect(starts.filter((node) => node === "relay-5")).toHaveLength(2);
	expect(eventsOf(folder, "node-lost")).toEqual([]);
});

test("a churn that restores only one of two nodes makes the run invalid and names both counts", async () => {
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

test("a partition splits a live mesh, heals, and is confirmed by probes", async () => {
	const plan = smallPlan({
		messages: 0,
		steps: [
			{
				kind: "partition",
				name: "split",
				atMs: 200,
				durationMs: 6000,
				sides: [
					["relay-0", "relay-1", "relay-2"],
					["relay-3", "relay-4", "relay-5"],
				],
			},
		],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({
		validity: "valid",
		reasons: [],
	});
	expect(probesOf(folder)).toEqual(PROVEN);
});

test("a slow link is measured, and is fast again afterwards", async () => {
	const plan = smallPlan({
		messages: 0,
		steps: [
			{
				kind: "shape",
				name: "slow",
				atMs: 200,
				durationMs: 6000,
				nodes: ["relay-0", "relay-1", "relay-2"],
				link: { delayMs: 150 },
			},
		],
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({
		validity: "valid",
		reasons: [],
	});
	expect(probesOf(folder)).toEqual(PROVEN);
});

test("a disturbance without effect makes the run invalid, with what was seen instead", async () => {
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
