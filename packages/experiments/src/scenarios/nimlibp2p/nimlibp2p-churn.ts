import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pChurn = defineScenario(nimlibp2p, {
	name: "nimlibp2p-churn",
	purpose:
		"a fifth of the nodes goes away and comes back: does everybody else miss nothing?",
	set: { churn: 0.2, messages: 180 },
});
