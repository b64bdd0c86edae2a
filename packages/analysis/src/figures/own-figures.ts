import { type Figure, figuresIn } from "../protocol/index.ts";

/** Figures of every report, whatever the protocols of the run. */
export const ownFigures: readonly Figure[] = figuresIn(import.meta.dirname, [
	{
		name: "latency-by-group",
		title: "Latency by group of nodes",
		note: "Percentiles for each group of nodes, such as slow and normal ones, over the deliveries whose time could be measured.",
		needs: ["ledger", "nodes"],
	},
	{
		name: "latency-by-group-curve",
		title: "Latency by group of nodes: distribution",
		note: "Share of a group's measured deliveries that took at most this long.",
		needs: ["ledger", "nodes"],
		plotOnly: true,
	},
	{
		name: "bandwidth",
		title: "Bandwidth",
		note: "Bytes per second, over windows within the run.",
		needs: ["samples"],
	},
	{
		name: "memory",
		title: "Memory",
		note: "Bytes. Growth is from the first to the last sample of a node.",
		needs: ["samples"],
	},
]);
