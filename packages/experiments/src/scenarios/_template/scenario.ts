import { defineScenario } from "../../experiment.ts";
import { gossipSmoke } from "../gossip/gossip-smoke.ts";

/** My experiment: say here what differs from gossip-smoke. */
export const myExperiment = defineScenario(gossipSmoke, {
	name: "my-experiment",
	purpose: "my-experiment: gossip-smoke with other parameters",
	set: {},
});
