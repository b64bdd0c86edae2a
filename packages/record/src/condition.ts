import * as v from "valibot";
import { type MeasureName, measures } from "./measures.ts";
import { fraction, label } from "./scalar.ts";

/** Bounds on one measure; the condition holds while the measure is within them. */
export const condition = v.pipe(
	v.strictObject({
		measure: v.picklist(Object.keys(measures) as MeasureName[]),
		/** Window in which the measure is taken. @default the whole run */
		window: v.exactOptional(label),
		atLeast: v.exactOptional(v.number()),
		atMost: v.exactOptional(v.number()),
		/** Worse than a named set of runs by at most the fraction `by`. */
		baseline: v.exactOptional(
			v.strictObject({
				name: label,
				by: fraction,
				confidence: fraction,
			}),
		),
	}),
	v.check(
		({ atLeast, atMost, baseline }) =>
			atLeast !== undefined || atMost !== undefined || baseline !== undefined,
		"must have atLeast, atMost or baseline",
	),
	v.check(
		({ measure, baseline }) =>
			baseline === undefined || measures[measure].by === "analysis",
		"can have a baseline only if the analysis computes the measure",
	),
);

export type Condition = v.InferOutput<typeof condition>;

/** Whether a number is within `atLeast` and `atMost`; the analysis judges the baseline. */
export function holds(given: Condition, observed: number): boolean {
	return (
		observed >= (given.atLeast ?? Number.NEGATIVE_INFINITY) &&
		observed <= (given.atMost ?? Number.POSITIVE_INFINITY)
	);
}
