import { defineExperiment } from "../../experiment.ts";
import { gossipDraft } from "../../protocols/gossip.ts";
import {
	disturbances,
	gossipNetwork,
	gossipTraffic,
	podLink,
} from "../../protocols/gossip-parameters.ts";

/** Regression run of nim-libp2p, with which every release is tested. */
export const nimlibp2p = defineExperiment({
	name: "nimlibp2p",
	purpose: "every message reaches every gossipsub node, over yamux",
	parameters: {
		...gossipNetwork,
		...gossipTraffic,
		...podLink,
		...disturbances,
	},
	draft: gossipDraft,
});
