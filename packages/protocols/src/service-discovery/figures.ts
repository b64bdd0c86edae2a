import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "service-discovery",
		title: "Service discovery: searches",
		note: "A search lasts from one start of interest to the next. 'expected' is the number of other nodes that log that they offer the service; 'all ms' is empty if not all of them were found.",
		needs: [
			"service-discovery.interest-started",
			"service-discovery.peer-found",
			"service-discovery.offer",
		],
	},
	{
		name: "service-discovery-peers",
		title: "Service discovery: time to find each peer",
		note: "From the first start of interest until the peer was first found.",
		needs: [
			"service-discovery.peer-found",
			"service-discovery.interest-started",
		],
	},
	{
		name: "service-discovery-rounds",
		title: "Service discovery: rounds",
		note: "Results of single rounds of a search.",
		needs: ["service-discovery.lookup-completed"],
	},
]);
