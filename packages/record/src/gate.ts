import * as v from "valibot";
import { fraction, label, milliseconds } from "./scalar.ts";

/** What must be so before the timeline starts. */
export const gate = v.variant("kind", [
	v.strictObject({
		kind: v.literal("ready"),
		/** This part of all nodes answers. */
		fraction,
	}),
	v.strictObject({
		kind: v.literal("metric"),
		group: label,
		metric: v.string(),
		/** Of the group's nodes: 0 is the lowest value, 0.5 the median. */
		quantile: fraction,
		atLeast: v.exactOptional(v.number()),
		atMost: v.exactOptional(v.number()),
		/** It must hold for so long without a break. */
		holdMs: milliseconds,
	}),
	v.strictObject({ kind: v.literal("dwell"), forMs: milliseconds }),
]);

export type Gate = v.InferOutput<typeof gate>;
