import { gossipSmoke } from "../scenarios/gossip/gossip-smoke.ts";
import { defineSweep } from "../sweep.ts";

export const gossipSizes = defineSweep(gossipSmoke, {
	name: "gossip-sizes",
	purpose: "does latency grow with the size of the network or of the messages?",
	grid: { nodes: [10, 20, 30], size: ["1kB", "10kB"] },
	replicates: 3,
});
