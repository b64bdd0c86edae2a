import { defineScenario } from "../../experiment.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pChurn = defineScenario(nimlibp2p, {
	name: "nimlibp2p-churn",
	purpose:
		"do the other nodes receive every message while a fifth of the nodes leave and return?",
	set: { churn: 0.2, messages: 180 },
});
