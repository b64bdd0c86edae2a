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

/** Stores, and what they have at the end. */
export const wakuStore = defineExperiment({
	name: "waku-store",
	purpose: "stores keep every message that the relays pass on",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 1000),
		stores: nodesOf("store nodes", 5, 100),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 2400 },
	},
	draft(p, surroundings) {
		const kept = stores(p, surroundings, "store", p.stores);
		const nodes = relays(p, surroundings, { name: "nodes", nodes: p.nodes });
		return wakuRun(p, {
			groups: [bootstrapsOf(p, surroundings.namespace), kept, nodes],
			meshed: [kept, nodes],
			traffic: [
				wakuTrafficStep(p, surroundings, nodes, { receivers: [nodes, kept] }),
			],
			readers: [storeReader(p, kept)],
			criteria: allArchived,
		});
	},
});
