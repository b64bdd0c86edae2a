import { defineScenario } from "../../experiment.ts";
import { gossipSmoke } from "./gossip-smoke.ts";

export const gossipRefused = defineScenario(gossipSmoke, {
	name: "gossip-refused",
	purpose: "a run whose publishing fails is invalid",
	set: { failPublish: 0.5 },
});
