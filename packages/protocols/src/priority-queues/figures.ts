import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "priority-queues",
		title: "Priority queues",
		note: "Queue lengths are those of the longest queue at each scrape, drops and disconnects are totals of the run, penalties are components of the peer score.",
		needs: ["samples"],
	},
	{
		name: "priority-queues-over-time",
		title: "Priority queues: over time",
		note: "Median and worst node of each group at each scrape.",
		needs: ["samples"],
		plotOnly: true,
	},
]);
