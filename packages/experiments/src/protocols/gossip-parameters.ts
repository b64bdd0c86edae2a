import { images } from "../images.ts";
import { choice, count, duration, ratio, text } from "../parameter.ts";
import { steadyTraffic } from "./traffic-parameters.ts";

/** Parameters of the gossip nodes, and of how they discover each other. */
export const gossipNetwork = {
	nodes: count({
		default: 30,
		min: 2,
		max: 10_000,
		unit: "nodes",
		meaning: "number of gossip nodes",
	}),
	connectTo: count({
		default: 10,
		min: 1,
		max: 100,
		unit: "peers",
		meaning: "number of peers that a node dials",
	}),
	muxer: choice({
		default: "yamux",
		choices: ["yamux", "mplex", "quic"],
		meaning: "stream multiplexer; processes support yamux only",
		onlyOn: "cluster",
	}),
	discovery: choice({
		default: "static",
		choices: ["static", "kad-dht"],
		meaning:
			"how a node discovers peers: from the service's DNS names, or through kad-dht",
		onlyOn: "cluster",
	}),
	anchors: count({
		default: 1,
		min: 1,
		max: 100,
		unit: "nodes",
		meaning: "number of kad-dht bootstrap nodes",
		onlyOn: "cluster",
	}),
	image: text({
		default: images.nimLibp2p,
		meaning: "image of the nodes; processes run our own test node",
	}),
	startDelay: duration({
		default: "60s",
		min: "0s",
		max: "1h",
		meaning:
			"wait between a pod's start and its first dial, until all pods run",
	}),
};

/** Parameters of the messages, of injected faults, and of the latency limit. */
export const gossipTraffic = {
	...steadyTraffic({ largest: "1Mi", dwell: "90s" }),
	drop: ratio({
		default: 0,
		meaning: "share of messages that a node neither delivers nor forwards",
		onlyOn: "process",
	}),
	failPublish: ratio({
		default: 0,
		meaning: "share of messages that a node refuses to publish",
		onlyOn: "process",
	}),
};

/** Parameters of every pod's link, for the whole run. */
export const podLink = {
	delay: duration({
		default: "0ms",
		min: "0ms",
		max: "10s",
		meaning: "one-way delay added to each packet that leaves a pod",
		onlyOn: "cluster",
	}),
	jitter: duration({
		default: "0ms",
		min: "0ms",
		max: "10s",
		meaning: "standard deviation of the delay, normally distributed",
		onlyOn: "cluster",
	}),
	loss: ratio({
		default: 0,
		meaning: "share of outgoing packets that are lost",
		onlyOn: "cluster",
	}),
	rate: count({
		default: 0,
		min: 0,
		max: 100_000,
		unit: "Mbit/s",
		meaning: "rate limit of a pod's outgoing traffic; 0: none",
		onlyOn: "cluster",
	}),
};

/** Parameters of churn and partitions. */
export const disturbances = {
	churn: ratio({
		default: 0,
		// Some nodes must stay to publish.
		max: 0.9,
		meaning:
			"share of nodes that leave and return, taken from the highest ordinals",
	}),
	churnAt: duration({
		default: "30s",
		min: "3s",
		max: "24h",
		meaning: "time from the first message until they leave",
	}),
	churnDown: duration({
		default: "60s",
		min: "1s",
		max: "24h",
		meaning: "time until they return",
	}),
	split: ratio({
		default: 0,
		max: 0.9,
		meaning:
			"share of nodes that is partitioned from the others from the start",
	}),
	meshTime: duration({
		default: "700s",
		min: "0s",
		max: "24h",
		meaning:
			"time from the partition to the first message, in which each side forms a mesh",
	}),
	healAfter: duration({
		default: "120s",
		min: "1s",
		max: "24h",
		meaning: "time from the first message until the partition is healed",
	}),
};
