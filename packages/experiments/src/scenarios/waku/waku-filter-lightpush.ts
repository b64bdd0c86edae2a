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
} from "../../protocols/waku-roles.ts";
import {
	allFiltered,
	allPushed,
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Light clients: nodes that do not relay, but publish with lightpush and receive through filter. */
export const wakuFilterLightpush = defineExperiment({
	name: "waku-filter-lightpush",
	purpose: "messages from lightpush clients reach the filter clients",
	backends: ["cluster"],
	parameters: {
		relays: nodesOf("relay nodes that serve filter", 1),
		filters: nodesOf("filter clients", 50),
		servers: nodesOf("relay nodes that serve lightpush", 5),
		clients: nodesOf("lightpush clients", 10),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 50 },
	},
	draft(p, context) {
		const nodes = relays(p, context, {
			name: "nodes",
			nodes: p.relays,
			flags: { filter: true, "max-connections": 100 },
		});
		const servers = relays(p, context, {
			name: "lightpush-server",
			nodes: p.servers,
			service: wakuServices.lightpushServer,
			flags: { lightpush: true, "max-connections": 500 },
		});
		const filters = filterClients(p, context, "fclient-0", p.filters);
		const clients = lightpushClients(p, context, "lightpush-client", p.clients);
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, context.namespace),
				nodes,
				filters,
				servers,
				clients,
			],
			meshed: [nodes, servers],
			traffic: [
				wakuTrafficStep(p, context, clients, {
					over: "lightpush",
					receivers: [nodes, servers],
				}),
			],
			readers: [filterReader(p, filters)],
			criteria: [...allFiltered, ...allPushed],
		});
	},
});
