import { bars, type Plot, rowsOf, timeline } from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";

type Runs = readonly RunFigures[];

const queueTitles = {
	"queue-high": "high-priority queue (control and own messages)",
	"queue-medium": "medium-priority queue (forwarded messages)",
	"queue-low": "low-priority queue (gossip)",
	"slow-peer-penalty": "slow-peer penalty",
} as const;

/** Plots a queue or the penalty over time. @returns undefined if it was always 0 */
async function queuesOverTime(
	runs: Runs,
	what: keyof typeof queueTitles,
): Promise<Plot | undefined> {
	const rows = rowsOf<{
		what: string;
		node_group: string;
		time_ns: number | bigint;
		middle: number;
		worst: number;
	}>(runs, "priority-queues-over-time").filter((row) => row.what === what);
	if (rows.every(({ worst }) => worst === 0)) return undefined;
	const zero = new Map<string, number>();
	for (const { run, time_ns } of rows)
		zero.set(run, Math.min(zero.get(run) ?? Infinity, Number(time_ns)));
	const point = (row: (typeof rows)[number], line: string, value: number) => ({
		line: `${row.node_group}, ${line}${row.suffix}`,
		second: (Number(row.time_ns) - (zero.get(row.run) as number)) / 1e9,
		value,
	});
	return {
		name: `${what}-over-time`,
		title: `Priority queues: ${queueTitles[what]} over time`,
		caption:
			"Median and worst node of each group at each scrape. A flat line at the maximum means that the queue is full and drops messages.",
		svg: await timeline(
			rows.flatMap((row) => [
				point(row, "median node", row.middle),
				point(row, "worst node", row.worst),
			]),
			{
				x: "s after the first scrape",
				y: what === "slow-peer-penalty" ? "penalty" : "messages in the queue",
			},
		),
	};
}

const queueNames = Object.keys(queueTitles) as (keyof typeof queueTitles)[];

const losses = {
	"queue-medium-drops": "forwarded messages dropped",
	"queue-low-drops": "gossip dropped",
	"queue-high-disconnects": "peers disconnected",
} as const;

async function queueLosses(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{
		node_group: string;
		what: string;
		counted: number | null;
	}>(runs, "priority-queues").filter(({ counted }) => counted);
	if (rows.length === 0) return undefined;
	return {
		name: "queue-losses",
		title: "Priority queues: overflows",
		caption:
			"Counted by the nodes of each group over the whole run. A queue without a bar never overflowed.",
		svg: await bars(
			rows.map(({ node_group, what, counted, suffix }) => ({
				label: node_group + suffix,
				part: losses[what as keyof typeof losses],
				value: counted as number,
			})),
			"counted",
			{ firstIsGood: false },
		),
	};
}

export const plotsOf = (runs: Runs) => [
	...queueNames.map((name) => queuesOverTime(runs, name)),
	queueLosses(runs),
];
