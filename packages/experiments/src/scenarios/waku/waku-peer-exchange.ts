import { defineExperiment } from "../../experiment.ts";
import { connected, nodeGuards } from "../../judgement.ts";
import { wakuServices } from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	watched,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	networkFlags,
	quiet,
	wakuRun,
} from "../../protocols/waku-run.ts";

/** Discovery by discv5 alone against asking nodes that know others too. */
export const wakuPeerExchange = defineExperiment({
	name: "waku-peer-exchange",
	purpose:
		"nodes that also ask others for peers are connected sooner than those with discv5 alone",
	backends: ["cluster"],
	parameters: {
		discovering: nodesOf("relay nodes with discv5 alone", 500),
		exchanging: nodesOf("relay nodes that exchange peers too", 500),
		...watched,
		...wakuNetwork,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
	},
	draft(p, surroundings) {
		const values = { ...p, ...quiet };
		const bootstraps = bootstrapsOf(values, surroundings.namespace, {
			...networkFlags(values),
			"peer-exchange": true,
		});
		return {
			...wakuRun(values, {
				groups: [
					bootstraps,
					relays(values, surroundings, {
						name: "nodesa-0",
						nodes: p.discovering,
					}),
					relays(values, surroundings, {
						name: "nodesb-0",
						nodes: p.exchanging,
						peers: {
							service: wakuServices.bootstrap,
							count: Math.min(3, p.bootstraps),
							flag: "peer-exchange-node",
						},
					}),
				],
				meshed: [],
				traffic: [
					{ kind: "wait", name: "watch", atMs: 0, durationMs: p.length },
				],
			}),
			windows: [{ name: "watch", startMs: 0, endMs: p.length }],
			guards: nodeGuards,
			criteria: connected,
		};
	},
});
