import { defineExperiment } from "../../experiment.ts";
import { wakuServices } from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import {
	filterClients,
	filterReader,
	lightpushClients,
	relays,
	storeReader,
	stores,
} from "../../protocols/waku-roles.ts";
import {
	allArchived,
	allFiltered,
	allPushed,
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Every role of waku at once. */
export const wakuMixed = defineExperiment({
	name: "waku-mixed",
	purpose: "relay, store, filter and lightpush work beside each other",
	backends: ["cluster"],
	parameters: {
		filterServers: nodesOf("relay nodes that filter for others", 100),
		lightpushServers: nodesOf("relay nodes that push for others", 100),
		stores: nodesOf("store nodes", 10, 100),
		filterClients: nodesOf("filter clients", 500),
		lightpushClients: nodesOf("lightpush clients", 500),
		...wakuNetwork,
		...wakuTraffic,
		messages: { ...wakuTraffic.messages, default: 600 },
	},
	draft(p, surroundings) {
		const filtering = relays(p, surroundings, {
			name: "fserver-0",
			nodes: p.filterServers,
			flags: { filter: true },
		});
		const pushing = relays(p, surroundings, {
			name: "lpserver-0",
			nodes: p.lightpushServers,
			service: wakuServices.lightpushServer,
			flags: { lightpush: true, "max-connections": 500 },
		});
		const kept = stores(p, surroundings, "store-0", p.stores);
		const filtered = filterClients(
			p,
			surroundings,
			"fclient-0",
			p.filterClients,
		);
		const pushed = lightpushClients(
			p,
			surroundings,
			"lpclient-0",
			p.lightpushClients,
		);
		const relaying = [filtering, pushing, kept];
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, surroundings.namespace),
				filtering,
				pushing,
				kept,
				filtered,
				pushed,
			],
			meshed: relaying,
			traffic: [
				wakuTrafficStep(p, surroundings, filtering, {
					receivers: relaying,
				}),
				wakuTrafficStep(p, surroundings, pushed, {
					name: "pushed",
					over: "lightpush",
					receivers: relaying,
				}),
			],
			readers: [storeReader(p, kept), filterReader(p, filtered)],
			criteria: [...allArchived, ...allFiltered, ...allPushed],
		});
	},
});
