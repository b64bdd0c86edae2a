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

/** With so many peers of a topic a node's mesh is whole. */
const RELAYS = 4;

/** Two implementations in one network. */
export const wakuGoNim = defineExperiment({
	name: "waku-go-nim",
	purpose: "nodes of go-waku and of nwaku relay to each other",
	backends: ["cluster"],
	parameters: {
		go: nodesOf("nodes of go-waku", 50),
		nim: nodesOf("nodes of nwaku", 50),
		goImage: text({
			default: images.goWaku,
			meaning: "the image of go-waku's nodes",
		}),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 3 },
		image: { ...wakuNetwork.image, default: images.nwakuLegacy },
		messages: { ...wakuTraffic.messages, default: 600 },
	},
	draft(p, surroundings) {
		const nim = relays(p, surroundings, { name: "nodesnim-0", nodes: p.nim });
		const go = goNodes(p.goImage, surroundings.namespace, {
			nodes: p.go,
			enrs: Math.min(3, p.bootstraps),
			topic: pubsubTopic(p.sharding),
			logFormat: p.logFormat,
		});
		const run = wakuRun(p, {
			groups: [bootstrapsOf(p, surroundings.namespace), nim, go],
			meshed: [nim],
			traffic: [wakuTrafficStep(p, surroundings, [nim, go])],
		});
		return {
			...run,
			settle: [...run.settle, goConnected(go, p.bootstraps)],
			// An image whose hashes are not nwaku's leaves every delivery between
			// the two untold, and would pass without having been looked at.
			guards: deliveryGuards,
		};
	},
});

/** go-waku does not tell how healthy a topic is; bootstrap nodes do not relay. */
const goConnected = (group: Group, bootstraps: number): Gate => ({
	kind: "metric",
	group: group.name,
	metric: "waku_connected_peers",
	quantile: 0,
	atLeast: bootstraps + RELAYS,
	holdMs: 0,
});
