import { mostOf, type Protocol, ratioOf } from "@lab/analysis/protocol";
import * as events from "./events.ts";
import { figures } from "./figures.ts";
import { kadLookups } from "./lookup-table.ts";

/** Kademlia: durations and closeness of lookups, warm-up of routing tables. */
export const kadDht: Protocol = {
	name: "kad-dht",
	events: Object.values(events),
	images: [
		{
			repository: "radiken/dst-test-node-kad-dht",
			formats: ["chronicles-text", "test-node-echo"],
			events: Object.values(events),
		},
	],
	tables: [kadLookups],
	figures,
	measures: {
		"kad.lookups.success": [
			"kad-lookups",
			(rows) => ratioOf(rows, "successes", "lookups"),
		],
		"kad.lookups.p95": ["kad-lookups", (rows) => mostOf(rows, "p95_ms")],
	},
	plots: () => import("./plots.ts"),
};
