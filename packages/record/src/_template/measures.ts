import type { Measure } from "../measures.ts";

/** What a new protocol adds to the measures. */
export const measures = {
	"my-protocol.slowest": {
		unit: "ms",
		meaning: "longest round trip of my protocol",
		by: "analysis",
		better: "lower",
	},
} as const satisfies Record<string, Measure>;
