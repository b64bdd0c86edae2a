import { nodeNameOf, nodesIn } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import { images } from "../../images.ts";
import { publishGuards, trafficWindows } from "../../judgement.ts";
import { count, duration, size, text } from "../../parameter.ts";
import {
	coreNodes,
	coreRbac,
	initialiser,
	requester,
	sendRequest,
} from "../../protocols/logos-core.ts";
import { nodesOf } from "../../protocols/waku-parameters.ts";
import { publish } from "../../traffic.ts";

/** Logos core with its delivery module, controlled over REST. */
export const logosCore = defineExperiment({
	name: "logos-core",
	purpose:
		"Logos core nodes that are initialised over REST accept and send messages",
	backends: ["cluster"],
	parameters: {
		bootstraps: nodesOf("bootstrap nodes", 2, 20),
		nodes: nodesOf("relay nodes", 2, 100),
		messages: count({
			default: 2,
			min: 1,
			max: 10_000,
			unit: "messages",
			meaning: "number of messages that each relay node sends",
		}),
		every: duration({
			default: "1s",
			min: "10ms",
			max: "1h",
			meaning: "interval between messages of a node",
		}),
		size: size({
			default: "16B",
			min: "1B",
			max: "150Ki",
			meaning: "size of a message",
		}),
		dwell: duration({
			default: "20s",
			min: "0s",
			max: "1h",
			meaning: "wait for late deliveries after the last message",
		}),
		image: text({ default: images.logosCore, meaning: "image of the nodes" }),
	},
	draft(p, { namespace, draw }) {
		const first = coreNodes("bootstrap", p.bootstraps, p.image);
		const relays = coreNodes("relay", p.nodes, p.image);
		return {
			objects: coreRbac(namespace),
			groups: [requester, first, relays, initialiser(first, relays)],
			settle: [{ kind: "ready", fraction: 1 }],
			// One concurrent step per node, because the request body names the node.
			timeline: Array.from({ length: p.nodes }, (_, ordinal) =>
				publish({
					name: `from-${ordinal}`,
					atMs: (ordinal * p.every) / p.nodes,
					topic: "/my-app/1/dst/proto",
					sizeBytes: p.size,
					messages: p.messages,
					everyMs: p.every,
					timeoutMs: 30_000,
					request: sendRequest(
						nodeNameOf(relays.name, ordinal),
						relays.service ?? "",
					),
					publishers: nodesIn({ ...requester, replicas: 1 }),
					draw,
				}),
			),
			windows: trafficWindows(0, p.messages * p.every, p.dwell),
			drain: { dwellMs: p.dwell, scrapeIntervalMs: 5000 },
			guards: publishGuards.filter(
				// Logos core exports no metrics.
				({ measure }) => measure !== "scrapes.missing",
			),
			criteria: [],
			unjudged:
				"no line of Logos core is known that tells of a message that arrived; that each was taken, the guards see",
		};
	},
});
