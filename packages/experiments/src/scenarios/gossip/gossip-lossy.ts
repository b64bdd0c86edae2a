import { defineScenario } from "../../experiment.ts";
import { gossipSmoke } from "./gossip-smoke.ts";

export const gossipLossy = defineScenario(gossipSmoke, {
	name: "gossip-lossy",
	purpose: "a network that loses messages is found out, each loss by name",
	set: { drop: 0.2 },
});
