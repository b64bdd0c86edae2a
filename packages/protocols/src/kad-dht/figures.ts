import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "kad-lookups",
		title: "Kademlia: lookups",
		note: "A lookup succeeds if at least one peer that it tried responded. Hops are known only if the program logs them.",
		needs: ["kad-dht.lookup"],
		within: ["kad-dht.lookup"],
	},
	{
		name: "kad-lookup-curve",
		title: "Kademlia: durations of lookups",
		note: "Cumulative distribution of lookup durations, by outcome.",
		needs: ["kad-dht.lookup"],
		plotOnly: true,
	},
	{
		name: "kad-ranks",
		title: "Kademlia: closeness of lookups",
		note: "Lookups by the rank of the closest peer that they found; 'answered' counts those in which this peer responded.",
		needs: ["kad-dht.lookup"],
		plotOnly: true,
	},
	{
		name: "kad-closeness",
		title: "Kademlia: closeness of results",
		note: "Rank 1 is the run's node with the smallest XOR distance to the target. 'found' includes every peer that a lookup learned of, 'answered' only those that responded; 'lookups ranked' are those whose target's position is known. Places are positions among the lookup's own peers, by distance.",
		needs: ["kad-dht.lookup"],
	},
	{
		name: "kad-failures",
		title: "Kademlia: reasons for failures",
		note: "A probe also fails if its lookup does not end within 30 s.",
		needs: ["kad-dht.node-started", "kad-dht.lookup", "kad-dht.probe-failed"],
	},
	{
		name: "kad-warm-up",
		title: "Kademlia: warm-up",
		note: "Seconds from the start of the bootstrap node.",
		needs: [
			"kad-dht.node-started",
			"kad-dht.bootstrap-connected",
			"kad-dht.warmup-complete",
		],
	},
	{
		name: "kad-warm-up-curve",
		title: "Kademlia: warm-up over time",
		note: "Number of nodes that had reached each milestone, by seconds from the start of the bootstrap node.",
		needs: [
			"kad-dht.node-started",
			"kad-dht.bootstrap-connected",
			"kad-dht.warmup-complete",
		],
		plotOnly: true,
	},
]);
