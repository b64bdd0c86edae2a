import { numberIn, type Protocol, sumOf } from "@lab/analysis/protocol";
import * as events from "./events.ts";
import { figures } from "./figures.ts";

/** libp2p's connection manager: hubs that trim their connections to watermarks. */
export const connectionManager: Protocol = {
	name: "connection-manager",
	events: Object.values(events),
	images: [
		{
			repository: "radiken/dst-test-node-connmanager",
			formats: ["chronicles-text", "test-node-echo"],
			events: Object.values(events),
		},
	],
	figures,
	measures: {
		"hubs.above-mark": [
			"connection-manager",
			(rows) => rows.filter(({ watermarks }) => watermarks === "above").length,
		],
		"hubs.above-cap": [
			"connection-manager",
			(rows) =>
				rows.filter(
					(row) =>
						numberIn(row, "cap") > 0 &&
						numberIn(row, "connected_max") > numberIn(row, "cap"),
				).length,
		],
		"hubs.outbound-dropped": [
			"connection-manager",
			(rows) => sumOf(rows, "outbound_dropped"),
		],
		"hubs.guarded-dropped": [
			"connection-manager-groups",
			(rows) =>
				sumOf(
					rows.filter(({ pod_group }) => pod_group === "guarded"),
					"peers_dropped",
				),
		],
		"hubs.dropped-in-grace": [
			"connection-manager-groups",
			(rows) => sumOf(rows, "drops_within_grace"),
		],
	},
	plots: () => import("./plots.ts"),
};
