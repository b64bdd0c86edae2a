import { nodesIn } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import { images } from "../../images.ts";
import {
	deliveryGuards,
	everyDelivery,
	trafficWindows,
} from "../../judgement.ts";
import { count } from "../../parameter.ts";
import { gossipNodes, meshReady } from "../../protocols/libp2p.ts";
import { libp2pRequest, publish } from "../../traffic.ts";

/** My experiment: say here what a run answers. */
export const myExperiment = defineExperiment({
	name: "my-experiment",
	purpose: "my-experiment: every message reaches every node",
	parameters: {
		nodes: count({
			default: 10,
			min: 2,
			max: 10_000,
			unit: "nodes",
			meaning: "how many gossip nodes",
		}),
		messages: count({
			default: 10,
			min: 1,
			max: 100_000,
			unit: "messages",
			meaning: "how many messages, four per second",
		}),
	},
	draft({ nodes, messages }, { draw }) {
		const relays = gossipNodes({
			nodes,
			image: images.nimLibp2p,
			muxer: "yamux",
			connectTo: 10,
			startDelayMs: 10_000,
			nodesPerProcess: 10,
		});
		return {
			groups: [relays],
			settle: [
				{ kind: "ready", fraction: 1 },
				meshReady(relays.name, nodes, 2000),
			],
			timeline: [
				publish({
					name: "traffic",
					atMs: 0,
					topic: "test",
					sizeBytes: 1000,
					messages,
					everyMs: 250,
					timeoutMs: 30_000,
					request: libp2pRequest("test", 1000),
					publishers: nodesIn(relays),
					draw,
				}),
			],
			windows: trafficWindows(0, messages * 250, 3000),
			drain: { dwellMs: 3000, scrapeIntervalMs: 5000 },
			guards: deliveryGuards,
			criteria: everyDelivery(10_000),
		};
	},
});
