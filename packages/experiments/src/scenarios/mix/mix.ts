import { defineExperiment } from "../../experiment.ts";
import { allBeforeNext } from "../../group.ts";
import { images } from "../../images.ts";
import { nodeGuards } from "../../judgement.ts";
import { count, duration, text } from "../../parameter.ts";
import { mixKeys, mixNodes } from "../../protocols/mix.ts";

/** Mix without gossip: each node pings every other node through tunnels of three hops. */
export const mix = defineExperiment({
	name: "mix",
	purpose: "every mix node reaches every other node through the mix",
	backends: ["cluster"],
	parameters: {
		nodes: count({
			default: 10,
			// A path of three nodes, the sender and the destination.
			min: 5,
			max: 1000,
			unit: "nodes",
			meaning: "number of mix nodes",
		}),
		connectTo: count({
			default: 8,
			min: 1,
			max: 100,
			unit: "peers",
			meaning: "number of peers that a node dials",
		}),
		startDelay: duration({
			default: "180s",
			min: "0s",
			max: "1h",
			meaning:
				"wait between a node's start and its first read of the others' keys",
		}),
		length: duration({
			default: "300s",
			min: "30s",
			max: "24h",
			meaning: "how long the nodes ping",
		}),
		image: text({ default: images.mix, meaning: "image of the nodes" }),
	},
	draft: (p) => ({
		groups: [
			mixNodes({
				name: "mix",
				nodes: p.nodes,
				image: p.image,
				wave: allBeforeNext,
				env: {
					PEERS: String(p.nodes),
					NUMMIX: String(p.nodes),
					CONNECTTO: String(Math.min(p.connectTo, p.nodes - 1)),
					STARTSLEEP: String(Math.round(p.startDelay / 1000)),
				},
			}),
		],
		objects: [mixKeys],
		settle: [
			{ kind: "ready", fraction: 1 },
			{ kind: "dwell", forMs: p.startDelay },
		],
		timeline: [{ kind: "wait", name: "pings", atMs: 0, durationMs: p.length }],
		windows: [{ name: "pings", startMs: 0, endMs: p.length }],
		drain: { dwellMs: 10_000, scrapeIntervalMs: 5000 },
		guards: nodeGuards,
		criteria: [],
		unjudged: "no line of the mix node is known that tells of a ping's answer",
	}),
});
