import type { Gate } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import type { Group } from "../../group.ts";
import { images } from "../../images.ts";
import { deliveryGuards } from "../../judgement.ts";
import { text } from "../../parameter.ts";
import { goNodes, pubsubTopic } from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Number of relaying peers that a node needs for a healthy mesh. */
const RELAYS = 4;

/** Two implementations in one network. */
export const wakuGoNim = defineExperiment({
	name: "waku-go-nim",
	purpose: "go-waku and nwaku nodes relay to each other",
	backends: ["cluster"],
	parameters: {
		go: nodesOf("go-waku nodes", 50),
		nim: nodesOf("nwaku nodes", 50),
		goImage: text({
			default: images.goWaku,
			meaning: "image of the go-waku nodes",
		}),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		image: { ...wakuNetwork.image, default: images.nwakuLegacy },
		messages: { ...wakuTraffic.messages, default: 600 },
	},
	draft(p, context) {
		const nim = relays(p, context, { name: "nodesnim-0", nodes: p.nim });
		const go = goNodes(p.goImage, context.namespace, {
			nodes: p.go,
			enrs: Math.min(3, p.bootstraps),
			topic: pubsubTopic(p.sharding),
			logFormat: p.logFormat,
		});
		const run = wakuRun(p, {
			groups: [bootstrapsOf(p, context.namespace), nim, go],
			meshed: [nim],
			traffic: [wakuTrafficStep(p, context, [nim, go])],
		});
		return {
			...run,
			settle: [...run.settle, goConnected(go, p.bootstraps)],
			// If an image's hashes differ from nwaku's, no delivery between the two can
			// be observed. Without this guard, such a run would pass unchecked.
			guards: deliveryGuards,
		};
	},
});

/** Gate on connected peers, because go-waku exports no health of topics. Bootstrap nodes are added, because they do not relay. */
const goConnected = (group: Group, bootstraps: number): Gate => ({
	kind: "metric",
	group: group.name,
	metric: "waku_connected_peers",
	quantile: 0,
	atLeast: bootstraps + RELAYS,
	holdMs: 0,
});
