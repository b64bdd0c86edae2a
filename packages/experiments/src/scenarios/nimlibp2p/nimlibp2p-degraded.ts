import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pDegraded = defineScenario(nimlibp2p, {
	name: "nimlibp2p-degraded",
	purpose: "does every message still arrive over slow, lossy links?",
	set: { delay: "200ms", jitter: "50ms", loss: 0.01 },
});
