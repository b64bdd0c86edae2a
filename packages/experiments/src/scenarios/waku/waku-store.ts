import { defineExperiment } from "../../experiment.ts";
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

/** Completeness of stores at the end of the traffic. */
export const wakuStore = defineExperiment({
	name: "waku-store",
	purpose: "stores archive every message that the relays forward",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 1000),
		stores: nodesOf("store nodes", 5, 100),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 2400 },
	},
	draft(p, context) {
		const kept = stores(p, context, "store", p.stores);
		const nodes = relays(p, context, { name: "nodes", nodes: p.nodes });
		return wakuRun(p, {
			groups: [bootstrapsOf(p, context.namespace), kept, nodes],
			meshed: [kept, nodes],
			traffic: [
				wakuTrafficStep(p, context, nodes, { receivers: [nodes, kept] }),
			],
			readers: [storeReader(p, kept)],
			criteria: allArchived,
		});
	},
});
