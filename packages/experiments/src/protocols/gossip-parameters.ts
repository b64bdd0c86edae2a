import { images } from "../images.ts";
import { choice, count, duration, ratio, text } from "../parameter.ts";
import { steadyTraffic } from "./traffic-parameters.ts";

/** Nodes that gossip, and how they find each other. */
export const gossipNetwork = {
	nodes: count({
		default: 30,
		min: 2,
		max: 10_000,
		unit: "nodes",
		meaning: "how many gossip nodes",
	}),
	connectTo: count({
		default: 10,
		min: 1,
		max: 100,
		unit: "peers",
		meaning: "how many peers a node dials",
	}),
	muxer: choice({
		default: "yamux",
		choices: ["yamux", "mplex", "quic"],
		meaning: "how streams share a connection; processes have yamux only",
		only: "cluster",
	}),
	discovery: choice({
		default: "static",
		choices: ["static", "kad-dht"],
		meaning: "how a node finds peers: from the service's names, or by kad-dht",
		only: "cluster",
	}),
	anchors: count({
		default: 1,
		min: 1,
		max: 100,
		unit: "nodes",
		meaning: "how many nodes a kad-dht starts from",
		only: "cluster",
	}),
	image: text({
		default: images.nimLibp2p,
		meaning: "the node's image; processes are our own node",
	}),
	startDelay: duration({
		default: "60s",
		min: "0s",
		max: "1h",
		meaning: "from a pod's start to its first dial, so that all are there",
	}),
};

/** Messages, and when they are good. */
export const gossipTraffic = {
	...steadyTraffic({ largest: "1Mi", dwell: "90s" }),
	drop: ratio({
		default: 0,
		meaning: "part of the messages that a node neither delivers nor forwards",
		only: "process",
	}),
	failPublish: ratio({
		default: 0,
		meaning: "part of the messages that a node refuses to publish",
		only: "process",
	}),
};

/** The link of every pod, for the whole run. */
export const podLink = {
	delay: duration({
		default: "0ms",
		min: "0ms",
		max: "10s",
		meaning: "added to each packet that leaves a pod, one way",
		only: "cluster",
	}),
	jitter: duration({
		default: "0ms",
		min: "0ms",
		max: "10s",
		meaning: "normal deviation of the delay",
		only: "cluster",
	}),
	loss: ratio({
		default: 0,
		meaning: "part of the packets that are lost on their way out",
		only: "cluster",
	}),
	rate: count({
		default: 0,
		min: 0,
		max: 100_000,
		unit: "Mbit/s",
		meaning: "what may leave a pod; 0: as much as it likes",
		only: "cluster",
	}),
};

/** What is done to the network while messages flow. */
export const disturbances = {
	churn: ratio({
		default: 0,
		// Somebody must stay to publish.
		max: 0.9,
		meaning: "part of the nodes that go away and come back, the last ordinals",
	}),
	churnAt: duration({
		default: "30s",
		min: "3s",
		max: "24h",
		meaning: "from the first message to when they go",
	}),
	churnDown: duration({
		default: "60s",
		min: "1s",
		max: "24h",
		meaning: "how long they are away",
	}),
	split: ratio({
		default: 0,
		max: 0.9,
		meaning: "part of the nodes that is cut off from the others from the start",
	}),
	meshTime: duration({
		default: "700s",
		min: "0s",
		max: "24h",
		meaning: "from a split to the first message, while each side finds a mesh",
	}),
	healAfter: duration({
		default: "120s",
		min: "1s",
		max: "24h",
		meaning: "from the first message to when the sides may meet",
	}),
};
