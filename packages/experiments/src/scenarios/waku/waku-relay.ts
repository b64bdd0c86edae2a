import { defineExperiment } from "../../experiment.ts";
import { nodesIn } from "../../group.ts";
import {
	everyDelivery,
	publishGuards,
	trafficWindows,
} from "../../judgement.ts";
import { choice } from "../../parameter.ts";
import {
	bootstraps,
	type Flags,
	pubsubTopic,
	relayFlags,
	relayReady,
	relayRequest,
	shardFlags,
	wakuNodes,
	wakuServices,
} from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import { publish } from "../../traffic.ts";

/** The regression run of nwaku. */
export const wakuRelay = defineExperiment({
	name: "waku-relay",
	purpose: "every message reaches every relay node of nwaku",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 20),
		transport: choice({
			default: "tcp",
			choices: ["tcp", "quic"],
			meaning: "what the nodes speak; quic needs an image that has it",
		}),
		...wakuNetwork,
		...wakuTraffic,
	},
	draft(p, { namespace, draw }) {
		const flags: Flags = {
			"log-level": p.logLevel,
			"log-format": p.logFormat,
			...shardFlags(p.sharding),
			...(p.transport === "quic" && {
				"quic-support": true,
				"quic-port": 60_000,
			}),
		};
		const relay = wakuNodes({
			name: "relay-0",
			service: wakuServices.relay,
			nodes: p.nodes,
			image: p.image,
			flags: { ...relayFlags, ...flags },
			enrs: p.bootstraps,
			namespace,
		});
		const topic = pubsubTopic(p.sharding);
		return {
			groups: [
				bootstraps({ nodes: p.bootstraps, image: p.image, flags, namespace }),
				relay,
			],
			settle: [
				{ kind: "ready", fraction: 1 },
				relayReady(relay.name, p.settle),
			],
			settleWithinMs: p.settle + 900_000,
			timeline: [
				publish({
					name: "traffic",
					atMs: 0,
					topic,
					sizeBytes: p.size,
					messages: p.messages,
					everyMs: p.every,
					timeoutMs: 30_000,
					request: relayRequest(topic),
					publishers: nodesIn(relay),
					draw,
				}),
			],
			windows: trafficWindows(0, p.messages * p.every, p.dwell),
			drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
			guards: publishGuards,
			criteria: everyDelivery(p.maxLatency),
		};
	},
});
