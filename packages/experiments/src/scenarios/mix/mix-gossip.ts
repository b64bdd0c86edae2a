import { nodesIn } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import { inWaves } from "../../group.ts";
import { images } from "../../images.ts";
import {
	everyDelivery,
	publishGuards,
	trafficWindows,
} from "../../judgement.ts";
import { count, duration, text } from "../../parameter.ts";
import { startDelay } from "../../protocols/libp2p.ts";
import { mixKeys, mixNodes } from "../../protocols/mix.ts";
import { steadyTraffic } from "../../protocols/traffic-parameters.ts";
import { libp2pRequest, publish } from "../../traffic.ts";

const traffic = steadyTraffic({ largest: "1Mi", dwell: "30s" });

/** Gossip network whose messages enter through a mix. */
export const mixGossip = defineExperiment({
	name: "mix-gossip",
	purpose: "messages that enter through a mix reach every gossip node",
	backends: ["cluster"],
	parameters: {
		mixNodes: count({
			default: 500,
			min: 5,
			max: 1000,
			unit: "nodes",
			meaning: "number of nodes that gossip and mix",
		}),
		gossipNodes: count({
			default: 1,
			min: 1,
			max: 10_000,
			unit: "nodes",
			meaning: "number of nodes that only gossip",
		}),
		tunnels: count({
			default: 4,
			min: 1,
			max: 20,
			unit: "tunnels",
			meaning: "number of tunnels through which a message enters",
		}),
		connectTo: count({
			default: 14,
			min: 1,
			max: 100,
			unit: "peers",
			meaning: "number of peers that a node dials",
		}),
		messages: { ...traffic.messages, default: 50 },
		every: traffic.every,
		size: { ...traffic.size, default: 100 },
		startDelay: duration({
			default: "300s",
			min: "0s",
			max: "1h",
			meaning:
				"wait between a pod's start and its first dial, until all pods run",
		}),
		dwell: traffic.dwell,
		image: text({
			default: images.nimLibp2pMix,
			meaning: "image of the nodes",
		}),
	},
	draft(p, { draw, backend }) {
		const common = {
			PEERS: String(p.mixNodes + p.gossipNodes),
			NUMMIX: String(p.mixNodes),
			MIXD: String(p.tunnels),
			CONNECTTO: String(Math.min(p.connectTo, p.mixNodes)),
			MAXCONNECTIONS: "250",
			...startDelay(p.startDelay),
		};
		const mixing = mixNodes({
			name: "mix",
			nodes: p.mixNodes,
			image: p.image,
			wave: inWaves,
			env: {
				...common,
				MIXENABLED: "true",
				GOSSIPSUBMODE: "anonymous",
				SELFTRIGGER: "true",
			},
		});
		const gossiping = mixNodes({
			name: "pod",
			nodes: p.gossipNodes,
			image: p.image,
			wave: inWaves,
			env: { ...common, MIXENABLED: "false", SELFTRIGGER: "false" },
		});
		return {
			groups: [mixing, gossiping],
			objects: [mixKeys],
			settle: [
				{ kind: "ready", fraction: 1 },
				{ kind: "dwell", forMs: p.startDelay },
			],
			timeline: [
				publish({
					name: "traffic",
					atMs: 0,
					topic: "test",
					sizeBytes: p.size,
					messages: p.messages,
					everyMs: p.every,
					timeoutMs: 60_000,
					request: libp2pRequest("test", p.size, backend),
					publishers: nodesIn(mixing),
					receivers: [mixing.name, gossiping.name],
					draw,
				}),
			],
			windows: trafficWindows(0, p.messages * p.every, p.dwell),
			drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
			guards: publishGuards,
			criteria: everyDelivery(60_000),
		};
	},
});
