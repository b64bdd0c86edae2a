import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pQuic = defineScenario(nimlibp2p, {
	name: "nimlibp2p-quic",
	purpose: "the regression run over quic",
	set: { muxer: "quic" },
});
