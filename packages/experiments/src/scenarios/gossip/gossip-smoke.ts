import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "../nimlibp2p/nimlibp2p.ts";

/** The regression run, short enough for a laptop. */
export const gossipSmoke = defineScenario(nimlibp2p, {
	name: "gossip-smoke",
	purpose:
		"every message reaches every gossipsub node, in a run of half a minute",
	set: { every: "250ms", startDelay: "10s", settle: "2s", dwell: "3s" },
});
