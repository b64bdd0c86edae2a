import { images } from "../images.ts";
import { choice, count, duration, text } from "../parameter.ts";
import { steadyTraffic } from "./traffic-parameters.ts";

/** Parameter for the number of nodes of one role. */
export const nodesOf = (role: string, standard: number, max = 10_000) =>
	count({
		default: standard,
		min: 1,
		max,
		unit: "nodes",
		meaning: `number of ${role}`,
	});

export const wakuNetwork = {
	bootstraps: nodesOf("bootstrap nodes", 5, 20),
	image: text({ default: images.nwaku, meaning: "image of all wakunodes" }),
	sharding: choice({
		default: "cluster",
		choices: ["cluster", "network"],
		meaning:
			"cluster: cluster id 2 with explicit shards; network: a declared number of shards",
	}),
	logLevel: choice({
		default: "DEBUG",
		choices: ["INFO", "DEBUG"],
		meaning:
			"log level of the nodes; images before v0.37 log deliveries at INFO, later ones at DEBUG",
	}),
	logFormat: choice({
		default: "JSON",
		choices: ["TEXT", "JSON"],
		meaning: "format of the nodes' log lines",
	}),
};

export const wakuTraffic = steadyTraffic({ largest: "150Ki", dwell: "20s" });

/** Parameters of a network that is only observed. */
export const observation = {
	length: duration({
		default: "600s",
		min: "10s",
		max: "24h",
		meaning: "how long the network is watched",
	}),
};
