import type { TimelineStep } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import { expect, test } from "vitest";
import { checkClusterPlan } from "./check-plan.ts";

const at = { atMs: 0, durationMs: 1000 } as const;
const split: TimelineStep = {
	kind: "partition",
	name: "split",
	...at,
	sides: [["relay-0"], ["relay-1"]],
};
const planOf = (step: TimelineStep, disturbances?: Record<string, string>) =>
	smallPlan({
		steps: [step],
		change: (open) => {
			open.cluster = {
				bundle: "small",
				files: {},
				...(disturbances && { disturbances }),
			};
		},
	});

test.each<[string, TimelineStep]>([
	[
		"shape the whole run in the pods' init container",
		{
			kind: "shape",
			name: "slow",
			...at,
			nodes: ["relay-0"],
			link: { delayMs: 100 },
		},
	],
	[
		"use by: 'scale'",
		{
			kind: "churn",
			name: "churn",
			atMs: 0,
			downMs: 1000,
			by: "kill",
			nodes: ["relay-0"],
		},
	],
	["make the plan again", split],
])(
	"a step that pods do not support is rejected with help: %s",
	(help, step) => {
		expect(checkClusterPlan(planOf(step))).toMatchObject([
			{ code: "not-on-cluster", where: `timeline.${step.name}`, help },
		]);
	},
);

test("a partition whose policies are in the plan is accepted", () => {
	expect(checkClusterPlan(planOf(split, { split: "" }))).toEqual([]);
});
