import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

/** First step of a sweep over 5, 20, 50 hubs. */
export const connManagerHubScale = defineScenario(connManagerA, {
	name: "connmanager-hub-scale",
	purpose: "several hubs trim, each connected to all peers and all other hubs",
	set: { hubs: 5 },
});
