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

/** Sharded network; each shard has its own relays. */
export const wakuShards = defineExperiment({
	name: "waku-shards",
	purpose: "messages of a shard reach every node of that shard",
	backends: ["cluster"],
	parameters: {
		shards: count({
			default: 8,
			min: 1,
			max: 64,
			unit: "shards",
			meaning: "number of shards",
		}),
		nodes: nodesOf("relay nodes of each shard", 5),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		messages: { ...wakuTraffic.messages, default: 300 },
	},
	draft(p, context) {
		const every = Array.from({ length: p.shards }, (_, shard) => shard);
		const network = {
			"num-shards-in-network": p.shards,
			"cluster-id": 2,
			shard: every.map(String),
		};
		const nodes = every.map((shard) =>
			relays(p, context, {
				name: `nodes-${shard}`,
				nodes: p.nodes,
				flags: { "cluster-id": 2, shard },
			}),
		);
		return wakuRun(p, {
			groups: [
				bootstrapsOf(p, context.namespace, {
					"log-level": p.logLevel,
					"log-format": p.logFormat,
					...network,
				}),
				...nodes,
			],
			meshed: nodes,
			traffic: nodes.map((group, shard) => ({
				...wakuTrafficStep(p, context, group, {
					name: `traffic-${shard}`,
					shard,
				}),
			})),
		});
	},
});
