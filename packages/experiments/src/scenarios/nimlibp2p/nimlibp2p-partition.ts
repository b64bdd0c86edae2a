import { defineScenario } from "../../experiment.ts";
import { nimlibp2pKad } from "./nimlibp2p-kad.ts";

export const nimlibp2pPartition = defineScenario(nimlibp2pKad, {
	name: "nimlibp2p-partition",
	purpose: "two halves form apart and meet: do messages then reach everybody?",
	set: { split: 0.5, startDelay: 240_000, messages: 300 },
});
