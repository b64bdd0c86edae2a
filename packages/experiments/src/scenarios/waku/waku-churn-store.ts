import { defineExperiment } from "../../experiment.ts";
import { count, duration } from "../../parameter.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import { relays, storeReader, stores } from "../../protocols/waku-roles.ts";
import {
	allArchived,
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Stores in a network whose relays join and leave. */
export const wakuChurnStore = defineExperiment({
	name: "waku-churn-store",
	purpose: "stores miss no message while a sixth of the relays join and leave",
	backends: ["cluster"],
	parameters: {
		stay: nodesOf("relay nodes that stay", 500),
		come: nodesOf("relay nodes that join and leave", 100),
		stores: nodesOf("store nodes", 10, 100),
		times: count({
			default: 10,
			min: 1,
			max: 1000,
			unit: "times",
			meaning: "number of times that they join and leave",
		}),
		pause: duration({
			default: "30s",
			min: "5s",
			max: "1h",
			meaning:
				"time between joining and leaving, and between leaving and joining",
		}),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 600 },
	},
	draft(p, context) {
		const stay = relays(p, context, { name: "relaya-0", nodes: p.stay });
		const come = {
			...relays(p, context, { name: "relayb-0", nodes: p.come }),
			replicas: 0,
		};
		const kept = stores(p, context, "store-0", p.stores);
		return wakuRun(p, {
			groups: [bootstrapsOf(p, context.namespace), stay, kept, come],
			meshed: [stay, kept],
			traffic: [
				wakuTrafficStep(p, context, stay, { receivers: [stay, kept] }),
				...Array.from({ length: 2 * p.times }, (_, index) => ({
					kind: "scale" as const,
					name: `${index % 2 === 0 ? "come" : "go"}-${Math.floor(index / 2) + 1}`,
					atMs: (index + 1) * p.pause,
					group: come.name,
					replicas: index % 2 === 0 ? p.come : 0,
				})),
			],
			readers: [storeReader(p, kept)],
			criteria: allArchived,
		});
	},
});
