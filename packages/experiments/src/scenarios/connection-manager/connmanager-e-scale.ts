import { defineScenario } from "../../experiment.ts";
import { connManagerE } from "./connmanager-e.ts";

/** First step of a sweep over n = 50, 100, 150, 200: abusers n/3, peers the rest. */
export const connManagerEScale = defineScenario(connManagerE, {
	name: "connmanager-e-scale",
	purpose: "a third of all peers abuses its grace",
	set: { abusers: 16, peers: 34 },
});
