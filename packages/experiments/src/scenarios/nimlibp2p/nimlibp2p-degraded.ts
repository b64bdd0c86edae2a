import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pDegraded = defineScenario(nimlibp2p, {
	name: "nimlibp2p-degraded",
	purpose: "gossip over a slow, lossy link: does every message still arrive?",
	set: { delay: 200, jitter: 50, loss: 0.01 },
});
