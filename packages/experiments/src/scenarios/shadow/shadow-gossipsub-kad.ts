import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { inShadow } from "../../render/shadow.ts";
import { nimlibp2pKad } from "../nimlibp2p/nimlibp2p-kad.ts";

export const shadowGossipsubKad = defineScenario(nimlibp2pKad, {
	name: "shadow-gossipsub-kad",
	purpose: "the run with kad-dht in the simulator Shadow, on one machine",
	backends: ["cluster"],
	set: { nodes: 10, messages: 5, every: 2000, settle: 25_000, dwell: 60_000 },
	change: (draft, p, surroundings) =>
		inShadow(draft, surroundings, {
			nodeImage: images.shadowNode,
			shadowImage: images.shadow,
			firstMessageMs: p.startDelay + p.settle,
			dwellMs: p.dwell,
			seed: 1,
		}),
});
