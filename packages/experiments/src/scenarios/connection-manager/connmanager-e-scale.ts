import { defineScenario } from "../../experiment.ts";
import { connManagerE } from "./connmanager-e.ts";

/** First step of a sweep over n = 50, 100, 150, 200 peers, of which n/3 are abusers. */
export const connManagerEScale = defineScenario(connManagerE, {
	name: "connmanager-e-scale",
	purpose: "a third of all peers abuse their grace period",
	set: { abusers: 16, peers: 34 },
});
