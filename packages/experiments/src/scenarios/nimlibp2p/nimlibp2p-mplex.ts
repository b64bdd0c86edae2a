import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pMplex = defineScenario(nimlibp2p, {
	name: "nimlibp2p-mplex",
	purpose: "the regression run over mplex",
	set: { muxer: "mplex" },
});
