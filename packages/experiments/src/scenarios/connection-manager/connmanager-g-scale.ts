import { defineScenario } from "../../experiment.ts";
import { connManagerG } from "./connmanager-g.ts";

/** First step of a sweep over n = 50, 100, 150, 200, with low = n/2, high = n, peers = n + 20. */
export const connManagerGScale = defineScenario(connManagerG, {
	name: "connmanager-g-scale",
	purpose:
		"does a hub oscillate when more peers than its high watermark reconnect at once?",
	set: { low: 25, high: 50, peers: 70 },
});
