import { mostOf, type Protocol } from "@lab/analysis/protocol";
import * as events from "./events.ts";
import { figures } from "./figures.ts";

/** My protocol: say here what it is for. */
export const myProtocol: Protocol = {
	name: "my-protocol",
	events: Object.values(events),
	images: [
		{
			repository: "test-node-my-protocol",
			formats: ["chronicles-text"],
			events: Object.values(events),
		},
	],
	figures,
	measures: {
		"latency.max": [
			"my-protocol-round-trips",
			(rows) => mostOf(rows, "slowest_ms"),
		],
	},
};
