import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { wakuRelay } from "./waku-relay.ts";

export const wakuRelayLegacy = defineScenario(wakuRelay, {
	name: "waku-relay-legacy",
	purpose:
		"the former regression run of nwaku, up to v0.34: 1,000 nodes, 600 messages",
	set: {
		nodes: 1000,
		bootstraps: 3,
		messages: 600,
		image: images.nwakuLegacy,
		logLevel: "INFO",
		logFormat: "TEXT",
	},
});
