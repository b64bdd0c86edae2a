import { defineExperiment } from "../../experiment.ts";
import { connected, nodeGuards } from "../../judgement.ts";
import {
	nodesOf,
	wakuNetwork,
	watched,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import { bootstrapsOf, quiet, wakuRun } from "../../protocols/waku-run.ts";

/** Discovery alone: connections over time, without a message. */
export const wakuDiscv5 = defineExperiment({
	name: "waku-discv5",
	purpose:
		"relay nodes find each other by discv5: how long until all are connected?",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 800),
		...watched,
		...wakuNetwork,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
	},
	draft(p, surroundings) {
		const values = { ...p, ...quiet };
		const nodes = relays(values, surroundings, {
			name: "nodes-0",
			nodes: p.nodes,
		});
		return {
			...wakuRun(values, {
				groups: [bootstrapsOf(values, surroundings.namespace), nodes],
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
