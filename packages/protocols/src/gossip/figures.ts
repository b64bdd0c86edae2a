import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "mesh-degree",
		title: "Gossip: mesh degree",
		note: "From the nodes' own gauges. 'median' columns summarize the nodes' medians over time; changes are the differences from scrape to scrape, summed.",
		needs: ["samples"],
	},
	{
		name: "duplicates",
		title: "Gossip: duplicates",
		note: "Messages that a node already had, compared with messages that were new to it.",
		needs: ["samples"],
	},
	{
		name: "control-messages",
		title: "Gossip: control messages",
		note: "Counted by the nodes over the whole run.",
		needs: ["samples"],
	},
	{
		name: "publish-results",
		title: "Publishes, as logged by the nodes",
		note: "Number of peers to which a message was published.",
		needs: ["libp2p.publish-result"],
	},
]);
