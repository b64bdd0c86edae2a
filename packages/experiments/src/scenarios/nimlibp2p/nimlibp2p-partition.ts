import { defineScenario } from "../../experiment.ts";
import { nimlibp2pKad } from "./nimlibp2p-kad.ts";

export const nimlibp2pPartition = defineScenario(nimlibp2pKad, {
	name: "nimlibp2p-partition",
	purpose:
		"do messages reach every node after a partition of two halves is healed?",
	set: { split: 0.5, startDelay: "4m", messages: 300 },
});
