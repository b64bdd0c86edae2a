import * as v from "valibot";
import { fraction, label, milliseconds } from "./scalar.ts";

/** A precondition of the timeline. */
export const gate = v.variant("kind", [
	v.strictObject({
		kind: v.literal("ready"),
		/** Minimum share of all nodes that answer. */
		fraction,
	}),
	v.strictObject({
		kind: v.literal("metric"),
		group: label,
		metric: v.string(),
		/** Quantile over the nodes of the group: 0 is the lowest value, 0.5 the median. */
		quantile: fraction,
		atLeast: v.exactOptional(v.number()),
		atMost: v.exactOptional(v.number()),
		/** How long it must hold without interruption. */
		holdMs: milliseconds,
	}),
	v.strictObject({ kind: v.literal("dwell"), forMs: milliseconds }),
]);

export type Gate = v.InferOutput<typeof gate>;
