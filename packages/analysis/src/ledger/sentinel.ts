import { defineEvent } from "../events/schema.ts";

/** Line counter that distinguishes a quiet node from one whose lines were lost. */
export const sentinel = defineEvent({
	name: "node.sentinel",
	about: "number of lines that the node had written before this one",
	messages: ["Sentinel"],
	fields: {
		lines: { type: "int64", unit: "count", about: "lines before this one" },
		position: {
			type: "int64",
			computed: "position",
			about: "number of this line among those that arrived of its container",
		},
		container: {
			type: "int64",
			computed: "container",
			about: "containers of the node before this one",
		},
		boot: { type: "text", about: "changes when the node starts again" },
	},
	samples: [
		{
			line: "INF 2026-08-05 01:15:19.582+00:00 Sentinel tid=1 lines=41 boot=a1",
			row: { lines: 41n, position: 1n, container: 0n, boot: "a1" },
		},
	],
});
