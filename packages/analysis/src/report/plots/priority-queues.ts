import type { RunFigures } from "../figures.ts";
import { bars } from "./_bars.ts";
import type { Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";
import { timeline } from "./_timeline.ts";

type Runs = readonly RunFigures[];

const watched = {
	"queue-high": "control and own messages",
	"queue-medium": "forwarded messages",
	"queue-low": "gossip",
	"slow-peer-penalty": "penalty of slow peers",
} as const;

/** One plot for each queue that was ever used. */
export async function queuesOverTime(
	runs: Runs,
	what: keyof typeof watched,
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
		title: `Priority queues: ${watched[what]} over time`,
		caption:
			"The median node of each group and its worst, at each scrape. A line that lies flat on top is a queue that is full and drops.",
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

export const queueNames = Object.keys(watched) as (keyof typeof watched)[];

const losses = {
	"queue-medium-drops": "forwarded messages dropped",
	"queue-low-drops": "gossip dropped",
	"queue-high-disconnects": "peers disconnected",
} as const;

export async function queueLosses(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{
		node_group: string;
		what: string;
		counted: number | null;
	}>(runs, "priority-queues").filter(({ counted }) => counted);
	if (rows.length === 0) return undefined;
	return {
		name: "queue-losses",
		title: "Priority queues: what overflowed",
		caption:
			"Counted by the nodes of each group, over the whole run. A queue without a bar never overflowed.",
		svg: await bars(
			rows.map(({ node_group, what, counted, suffix }) => ({
				label: node_group + suffix,
				part: losses[what as keyof typeof losses],
				value: counted as number,
			})),
			"counted",
			{ hoped: false },
		),
	};
}
