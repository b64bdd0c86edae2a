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

/** Nodes that neither relay nor keep: they push, and have messages filtered for them. */
export const wakuFilterLightpush = defineExperiment({
	name: "waku-filter-lightpush",
	purpose: "messages that clients push reach the clients that filter",
	backends: ["cluster"],
	parameters: {
		relays: nodesOf("relay nodes that filter for others", 1),
		filters: nodesOf("filter clients", 50),
		servers: nodesOf("relay nodes that push for others", 5),
		clients: nodesOf("lightpush clients", 10),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 50 },
	},
	draft(p, surroundings) {
		const nodes = relays(p, surroundings, {
			name: "nodes",
			nodes: p.relays,
			flags: { filter: true, "max-connections": 100 },
		});
		const servers = relays(p, surroundings, {
			name: "lightpush-server",
			nodes: p.servers,
			service: wakuServices.lightpushServer,
			flags: { lightpush: true, "max-connections": 500 },
		});
		const filters = filterClients(p, surroundings, "fclient-0", p.filters);
		const clients = lightpushClients(
			p,
			surroundings,
			"lightpush-client",
			p.clients,
		);
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, surroundings.namespace),
				nodes,
				filters,
				servers,
				clients,
			],
			meshed: [nodes, servers],
			traffic: [
				wakuTrafficStep(p, surroundings, clients, {
					over: "lightpush",
					receivers: [nodes, servers],
				}),
			],
			readers: [filterReader(p, filters)],
			criteria: [...allFiltered, ...allPushed],
		});
	},
});
