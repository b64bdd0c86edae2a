import { defineExperiment } from "../../experiment.ts";
import { count } from "../../parameter.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** A network in shards, each with relays of its own. */
export const wakuShards = defineExperiment({
	name: "waku-shards",
	purpose: "messages of a shard reach the nodes of that shard",
	backends: ["cluster"],
	parameters: {
		shards: count({
			default: 8,
			min: 1,
			max: 64,
			unit: "shards",
			meaning: "how many shards",
		}),
		nodes: nodesOf("relay nodes of each shard", 5),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 300 },
	},
	draft(p, surroundings) {
		const every = Array.from({ length: p.shards }, (_, shard) => shard);
		const network = {
			"num-shards-in-network": p.shards,
			"cluster-id": 2,
			shard: every.map(String),
		};
		const nodes = every.map((shard) =>
			relays(p, surroundings, {
				name: `nodes-${shard}`,
				nodes: p.nodes,
				flags: { "cluster-id": 2, shard },
			}),
		);
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, surroundings.namespace, {
					"log-level": p.logLevel,
					"log-format": p.logFormat,
					...network,
				}),
				...nodes,
			],
			meshed: nodes,
			traffic: nodes.map((group, shard) => ({
				...wakuTrafficStep(p, surroundings, group, {
					name: `traffic-${shard}`,
					shard,
				}),
			})),
		});
	},
});
