import * as v from "valibot";
import { label, milliseconds, nanoseconds } from "./scalar.ts";

/** A named part of the timeline, in milliseconds from its start. */
export const plannedWindow = v.strictObject({
	name: label,
	startMs: milliseconds,
	endMs: milliseconds,
});

/** A named part of a run, with actual times. */
export const window = v.strictObject({
	name: label,
	start: nanoseconds,
	end: nanoseconds,
});

export type PlannedWindow = v.InferOutput<typeof plannedWindow>;
export type Window = v.InferOutput<typeof window>;
