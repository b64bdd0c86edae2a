import { defineScenario } from "../../experiment.ts";
import { connManagerG } from "./connmanager-g.ts";

/** First step of a sweep over n = 50, 100, 150, 200: low n/2, high n, peers n + 20. */
export const connManagerGScale = defineScenario(connManagerG, {
	name: "connmanager-g-scale",
	purpose: "oscillation with more peers than the high water mark",
	set: { low: 25, high: 50, peers: 70 },
});
