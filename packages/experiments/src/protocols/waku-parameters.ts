import { images } from "../images.ts";
import { choice, count, duration, size, text } from "../parameter.ts";

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

export const wakuTraffic = {
	messages: count({
		default: 20,
		min: 1,
		max: 100_000,
		unit: "messages",
		meaning: "how many messages",
	}),
	every: duration({
		default: "1s",
		min: "1ms",
		max: "1h",
		meaning: "between two messages",
	}),
	size: size({
		default: 1000,
		min: 16,
		max: "150Ki",
		meaning: "of a message's payload",
	}),
	settle: duration({
		default: "60s",
		min: "0s",
		max: "1h",
		meaning: "how long every mesh must hold before the first message",
	}),
	dwell: duration({
		default: "20s",
		min: "0s",
		max: "1h",
		meaning: "after the last message, while deliveries still come",
	}),
	maxLatency: duration({
		default: "10s",
		min: "1ms",
		max: "1h",
		meaning: "the latest delivery that is still good",
	}),
};
