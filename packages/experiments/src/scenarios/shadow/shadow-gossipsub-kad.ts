import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { inShadow } from "../../render/shadow.ts";
import { nimlibp2pKad } from "../nimlibp2p/nimlibp2p-kad.ts";

export const shadowGossipsubKad = defineScenario(nimlibp2pKad, {
	name: "shadow-gossipsub-kad",
	purpose: "the kad-dht regression run in the simulator Shadow, on one machine",
	backends: ["cluster"],
	set: { nodes: 10, messages: 5, every: "2s", settle: "25s", dwell: "1m" },
	change: (draft, p, context) =>
		inShadow(draft, context, {
			nodeImage: images.shadowNode,
			shadowImage: images.shadow,
			firstMessageMs: p.startDelay + p.settle,
			dwellMs: p.dwell,
			seed: 1,
		}),
});
