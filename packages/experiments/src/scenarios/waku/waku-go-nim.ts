import { defineExperiment } from "../../experiment.ts";
import { images } from "../../images.ts";
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
		});
		return wakuRun(p, {
			groups: [bootstrapsOf(p, surroundings.namespace), nim, go],
			// go-waku does not tell how healthy a topic is.
			meshed: [nim],
			traffic: [wakuTrafficStep(p, surroundings, nim)],
		});
	},
});
