import { numberIn, type Protocol } from "@lab/analysis/protocol";
import { bootstrapConnected } from "../kad-dht/events.ts";
import * as events from "./events.ts";
import { figures } from "./figures.ts";
import { offers } from "./offer-table.ts";

/** Service discovery over Kademlia: which peers a node finds, and how long that takes. */
export const serviceDiscovery: Protocol = {
	name: "service-discovery",
	events: Object.values(events),
	images: [
		{
			repository: "soutullostatus/service-discovery",
			formats: ["chronicles-text", "test-node-echo"],
			events: [...Object.values(events), bootstrapConnected],
		},
	],
	tables: [offers],
	figures,
	measures: {
		"services.found": [
			"service-discovery",
			(rows) => {
				const found = rows
					.filter(({ expected }) => Number(expected) > 0)
					.map(
						(row) => numberIn(row, "found_peers") / numberIn(row, "expected"),
					);
				return found.length === 0 ? undefined : Math.min(...found);
			},
		],
	},
	plots: () => import("./plots.ts"),
};
