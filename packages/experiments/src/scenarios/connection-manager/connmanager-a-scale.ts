import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

/** First step of a sweep over n = 50, 100, 150, 200, with low = n/2, high = n, peers = n + 20. */
export const connManagerAScale = defineScenario(connManagerA, {
	name: "connmanager-a-scale",
	purpose: "a hub with watermarks 25 and 50 trims 70 peers",
	set: { dialled: 0, low: 25, high: 50, peers: 70 },
});
