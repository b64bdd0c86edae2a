import { defineExperiment } from "../experiment.ts";
import { nodesIn } from "../group.ts";
import { images } from "../images.ts";
import { choice, count, duration, ratio, size, text } from "../parameter.ts";
import { gossipNodes, meshReady } from "../protocols/libp2p.ts";
import { libp2pRequest, publish } from "../traffic.ts";

/** Whether gossip reaches everyone, on a network that nobody disturbs. */
export const gossipSmoke = defineExperiment({
	name: "gossip-smoke",
	purpose: "every message reaches every gossipsub node",
	parameters: {
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
		image: text({
			default: images.nimLibp2p,
			meaning: "the node's image; processes are our own node",
		}),
		messages: count({
			default: 20,
			min: 1,
			max: 100_000,
			unit: "messages",
			meaning: "how many messages",
		}),
		every: duration({
			default: "250ms",
			min: "1ms",
			max: "1h",
			meaning: "between two messages",
		}),
		size: size({
			default: 1000,
			min: 16,
			max: "1Mi",
			meaning: "of a message",
		}),
		settle: duration({
			default: "2s",
			min: "0s",
			max: "1h",
			meaning: "how long every mesh must hold before the first message",
		}),
		dwell: duration({
			default: "3s",
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
	},
	draft(p, { draw }) {
		const relay = gossipNodes({
			nodes: p.nodes,
			image: p.image,
			muxer: p.muxer,
			connectTo: p.connectTo,
			nodesPerProcess: 10,
			args: ["--drop", `${p.drop}`, "--fail-publish", `${p.failPublish}`],
		});
		return {
			groups: [relay],
			settle: [
				{ kind: "ready", fraction: 1 },
				meshReady(relay.name, p.nodes, p.settle),
			],
			timeline: [
				publish({
					name: "traffic",
					atMs: 0,
					topic: "test",
					sizeBytes: p.size,
					messages: p.messages,
					everyMs: p.every,
					timeoutMs: 30_000,
					request: libp2pRequest("test", p.size),
					publishers: nodesIn(relay),
					draw,
				}),
			],
			windows: [
				{ name: "complete", startMs: 0, endMs: p.messages * p.every + p.dwell },
			],
			drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
			guards: [
				{ measure: "publishes.failed", atMost: 0 },
				{ measure: "publishes.lateness.p99", atMost: 1000 },
				{ measure: "nodes.lost", atMost: 0 },
				{ measure: "disturbances.unproven", atMost: 0 },
				{ measure: "scrapes.missing", atMost: 0 },
				{ measure: "delivery.unobservable", atMost: 0 },
			],
			criteria: [
				{ measure: "delivery.missing", atMost: 0 },
				{ measure: "delivery.duplicates", atMost: 0 },
				{ measure: "latency.max", atMost: p.maxLatency },
			],
		};
	},
});
