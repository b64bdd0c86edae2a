import { defineEvent } from "../events/schema.ts";

/** Tells a quiet node from one whose lines were lost. */
export const sentinel = defineEvent({
	name: "node.sentinel",
	about: "how many lines the node had written before this one",
	messages: ["Sentinel"],
	fields: {
		lines: { type: "int64", unit: "count", about: "lines before this one" },
		boot: { type: "text", about: "changes when the node starts again" },
	},
	samples: [
		{
			line: "INF 2026-08-05 01:15:19.582+00:00 Sentinel tid=1 lines=41 boot=a1",
			row: { lines: 41n, boot: "a1" },
		},
	],
});
