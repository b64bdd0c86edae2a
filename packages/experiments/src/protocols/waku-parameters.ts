import { images } from "../images.ts";
import { choice, count, duration, text } from "../parameter.ts";
import { steadyTraffic } from "./traffic-parameters.ts";

/** A number of nodes of one role. */
export const nodesOf = (role: string, standard: number, max = 10_000) =>
	count({
		default: standard,
		min: 1,
		max,
		unit: "nodes",
		meaning: `how many ${role}`,
	});

export const wakuNetwork = {
	bootstraps: nodesOf("bootstrap nodes", 5, 20),
	image: text({ default: images.nwaku, meaning: "the image of all wakunodes" }),
	sharding: choice({
		default: "cluster",
		choices: ["cluster", "network"],
		meaning:
			"cluster 2 with a shard by number, or a network that counts its shards",
	}),
	logLevel: choice({
		default: "DEBUG",
		choices: ["INFO", "DEBUG"],
		meaning:
			"images before v0.37 tell of deliveries at INFO, later ones at DEBUG",
	}),
	logFormat: choice({
		default: "JSON",
		choices: ["TEXT", "JSON"],
		meaning: "of the nodes' lines",
	}),
};

export const wakuTraffic = steadyTraffic({ largest: "150Ki", dwell: "20s" });

/** Of a network that is only looked at. */
export const watched = {
	length: duration({
		default: "600s",
		min: "10s",
		max: "24h",
		meaning: "how long the network is watched",
	}),
};
