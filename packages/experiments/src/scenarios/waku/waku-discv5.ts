import { defineExperiment } from "../../experiment.ts";
import { connected, nodeGuards } from "../../judgement.ts";
import {
	nodesOf,
	observation,
	wakuNetwork,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import { bootstrapsOf, noTraffic, wakuRun } from "../../protocols/waku-run.ts";

/** Discovery without traffic: number of connections over time. */
export const wakuDiscv5 = defineExperiment({
	name: "waku-discv5",
	purpose: "how long does it take until discv5 has connected all relay nodes?",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 800),
		...observation,
		...wakuNetwork,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
	},
	draft(p, context) {
		const values = { ...p, ...noTraffic };
		const nodes = relays(values, context, {
			name: "nodes-0",
			nodes: p.nodes,
		});
		return {
			...wakuRun(values, {
				groups: [bootstrapsOf(values, context.namespace), nodes],
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
