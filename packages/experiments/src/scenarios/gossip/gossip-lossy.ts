import { defineScenario } from "../../experiment.ts";
import { gossipSmoke } from "./gossip-smoke.ts";

export const gossipLossy = defineScenario(gossipSmoke, {
	name: "gossip-lossy",
	purpose: "a network that loses messages fails, and each loss is reported",
	set: { drop: 0.2 },
});
