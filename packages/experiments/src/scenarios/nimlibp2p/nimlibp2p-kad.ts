import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { nimlibp2p } from "./nimlibp2p.ts";

export const nimlibp2pKad = defineScenario(nimlibp2p, {
	name: "nimlibp2p-kad",
	purpose: "the regression run with peer discovery through kad-dht",
	set: { discovery: "kad-dht", image: images.nimLibp2pKad },
});
