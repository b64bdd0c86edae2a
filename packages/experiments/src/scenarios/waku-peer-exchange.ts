import { defineExperiment } from "../experiment.ts";
import { nodeGuards } from "../judgement.ts";
import { duration } from "../parameter.ts";
import {
	discoveredFlags,
	relayFlags,
	wakuNodes,
	wakuServices,
} from "../protocols/waku.ts";
import { nodesOf, wakuNetwork } from "../protocols/waku-parameters.ts";
import { relays } from "../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	networkFlags,
	quiet,
	wakuRun,
} from "../protocols/waku-run.ts";

/** Discovery by discv5 against asking a node that knows others. */
export const wakuPeerExchange = defineExperiment({
	name: "waku-peer-exchange",
	purpose:
		"nodes that only exchange peers get as many connections as those with discv5",
	backends: ["cluster"],
	parameters: {
		discovering: nodesOf("relay nodes with discv5", 500),
		exchanging: nodesOf("relay nodes that exchange peers", 500),
		length: duration({
			default: "600s",
			min: "10s",
			max: "24h",
			meaning: "how long the network is watched",
		}),
		...wakuNetwork,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
	},
	draft(p, surroundings) {
		const values = { ...p, ...quiet };
		const { namespace } = surroundings;
		const flags = networkFlags(values);
		const {
			"discv5-discovery": _,
			"discv5-enr-auto-update": __,
			...alone
		} = relayFlags;
		return {
			...wakuRun(values, {
				groups: [
					bootstrapsOf(values, namespace, {
						...flags,
						...discoveredFlags,
						"peer-exchange": true,
						"max-connections": 1500,
					}),
					relays(values, surroundings, {
						name: "nodes-0",
						nodes: p.discovering,
					}),
					wakuNodes({
						name: "nodesb-0",
						service: wakuServices.relay,
						nodes: p.exchanging,
						image: p.image,
						flags: { ...alone, "max-connections": 150, ...flags },
						peers: {
							service: wakuServices.bootstrap,
							count: Math.min(3, p.bootstraps),
							flag: "peer-exchange-node",
						},
						namespace,
					}),
				],
				meshed: [],
				traffic: [
					{ kind: "wait", name: "watch", atMs: 0, durationMs: p.length },
				],
			}),
			windows: [{ name: "watch", startMs: 0, endMs: p.length }],
			guards: nodeGuards,
		};
	},
});
