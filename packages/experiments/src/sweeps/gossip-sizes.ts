import { gossipSmoke } from "../scenarios/gossip/gossip-smoke.ts";
import { defineSweep } from "../sweep.ts";

export const gossipSizes = defineSweep(gossipSmoke, {
	name: "gossip-sizes",
	purpose: "does a larger network, or a larger message, take longer to hear?",
	grid: { nodes: [10, 20, 30], size: [1000, 10_000] },
	replicates: 3,
});
