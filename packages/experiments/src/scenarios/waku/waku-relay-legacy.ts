import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { wakuRelay } from "./waku-relay.ts";

export const wakuRelayLegacy = defineScenario(wakuRelay, {
	name: "waku-relay-legacy",
	purpose:
		"the regression run of nwaku as it was up to v0.34: a thousand nodes, 600 messages",
	set: {
		nodes: 1000,
		bootstraps: 3,
		messages: 600,
		image: images.nwakuLegacy,
		logLevel: "INFO",
		logFormat: "TEXT",
	},
});
