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

/** Network with every Waku role. */
export const wakuMixed = defineExperiment({
	name: "waku-mixed",
	purpose: "relay, store, filter and lightpush work together in one network",
	backends: ["cluster"],
	parameters: {
		filterServers: nodesOf("relay nodes that serve filter", 100),
		lightpushServers: nodesOf("relay nodes that serve lightpush", 100),
		stores: nodesOf("store nodes", 10, 100),
		filterClients: nodesOf("filter clients", 500),
		lightpushClients: nodesOf("lightpush clients", 500),
		...wakuNetwork,
		...wakuTraffic,
		messages: { ...wakuTraffic.messages, default: 600 },
	},
	draft(p, context) {
		const filtering = relays(p, context, {
			name: "fserver-0",
			nodes: p.filterServers,
			flags: { filter: true },
		});
		const pushing = relays(p, context, {
			name: "lpserver-0",
			nodes: p.lightpushServers,
			service: wakuServices.lightpushServer,
			flags: { lightpush: true, "max-connections": 500 },
		});
		const kept = stores(p, context, "store-0", p.stores);
		const filtered = filterClients(p, context, "fclient-0", p.filterClients);
		const pushed = lightpushClients(
			p,
			context,
			"lpclient-0",
			p.lightpushClients,
		);
		const relaying = [filtering, pushing, kept];
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, context.namespace),
				filtering,
				pushing,
				kept,
				filtered,
				pushed,
			],
			meshed: relaying,
			traffic: [
				wakuTrafficStep(p, context, filtering, {
					receivers: relaying,
				}),
				wakuTrafficStep(p, context, pushed, {
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
