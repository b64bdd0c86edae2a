import { defineExperiment } from "../../experiment.ts";
import { connected, nodeGuards } from "../../judgement.ts";
import { wakuServices } from "../../protocols/waku.ts";
import {
	nodesOf,
	observation,
	wakuNetwork,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	networkFlags,
	noTraffic,
	wakuRun,
} from "../../protocols/waku-run.ts";

/** Compares discovery by discv5 alone with discv5 plus peer exchange. */
export const wakuPeerExchange = defineExperiment({
	name: "waku-peer-exchange",
	purpose:
		"nodes with peer exchange connect sooner than nodes with discv5 alone",
	backends: ["cluster"],
	parameters: {
		discovering: nodesOf("relay nodes with discv5 alone", 500),
		exchanging: nodesOf("relay nodes with discv5 and peer exchange", 500),
		...observation,
		...wakuNetwork,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
	},
	draft(p, context) {
		const values = { ...p, ...noTraffic };
		const bootstraps = bootstrapsOf(values, context.namespace, {
			...networkFlags(values),
			"peer-exchange": true,
		});
		return {
			...wakuRun(values, {
				groups: [
					bootstraps,
					relays(values, context, {
						name: "nodesa-0",
						nodes: p.discovering,
					}),
					relays(values, context, {
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
