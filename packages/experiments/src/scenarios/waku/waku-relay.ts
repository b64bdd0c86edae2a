import { defineExperiment } from "../../experiment.ts";
import { choice } from "../../parameter.ts";
import {
	bootstraps,
	type Flags,
	relayFlags,
	wakuNodes,
	wakuServices,
} from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import {
	networkFlags,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Regression run of nwaku. */
export const wakuRelay = defineExperiment({
	name: "waku-relay",
	purpose: "every message reaches every nwaku relay node",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 20),
		transport: choice({
			default: "tcp",
			choices: ["tcp", "quic"],
			meaning: "transport; quic needs an image that supports it",
		}),
		...wakuNetwork,
		...wakuTraffic,
	},
	draft(p, context) {
		const { namespace } = context;
		const flags: Flags = {
			...networkFlags(p),
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
		return wakuRun(p, {
			groups: [
				bootstraps({ nodes: p.bootstraps, image: p.image, flags, namespace }),
				relay,
			],
			meshed: [relay],
			traffic: [wakuTrafficStep(p, context, relay)],
		});
	},
});
