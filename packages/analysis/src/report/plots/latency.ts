import type { RunFigures } from "../figures.ts";
import { type Box, boxes, boxOf } from "./_boxes.ts";
import { curves } from "./_curves.ts";
import { LOG_FLOOR_MS, type Plot, toLogMs } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";

export async function latencyCurve(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(({ run, curve }) =>
		curve.map(({ share, latency_ns }) => ({
			curve: run,
			share,
			ms: toLogMs(latency_ns),
		})),
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency",
		title: "How long deliveries take",
		caption:
			"Share of deliveries that took at most so long (one's own left out, clocks corrected). Further left is faster; a long flat end is a slow tail. The lines mark 50, 95 and 99 %.",
		svg: await curves(values, {
			of: "deliveries",
			x: "latency, ms",
			legend: runs.length > 1,
		}),
	};
}

/** Groups against each other: slow nodes and normal ones. */
export async function groupCurves(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const rows = rowsOf<{
		node_group: string;
		share: number;
		latency_ms: number;
	}>(runs, "latency-by-group-curve");
	if (new Set(rows.map(({ node_group }) => node_group)).size < 2)
		return undefined;
	return {
		name: "latency-by-group",
		title: "How long deliveries take, by group of nodes",
		caption:
			"Share of a group's deliveries that took at most so long. Slow nodes stand further right; what they cost the others shows in the others' tails.",
		svg: await curves(
			rows.map(({ node_group, share, latency_ms, suffix }) => ({
				curve: node_group + suffix,
				share,
				ms: Math.max(latency_ms, LOG_FLOOR_MS),
			})),
			{ of: "deliveries", x: "latency, ms" },
		),
	};
}

export async function nodeLatencies(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(
		({ run, byNode }) =>
			boxOf(
				run,
				byNode.map(({ p99_ns }) => toLogMs(p99_ns)),
			) ?? [],
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency-by-node",
		title: "The 99th percentile of each node",
		caption:
			"Each node has a 99th percentile of its own; the box holds the middle half of the nodes, the whiskers all of them, the number is the median. A long right whisker means some nodes are slow.",
		svg: await boxes(values, "p99 latency of a node, ms (log scale)", "log"),
	};
}

const shares = [
	["50 %", "reach50_ns"],
	["95 %", "reach95_ns"],
	["100 %", "reach100_ns"],
] as const;

export async function timeToReach(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(({ run, byMessage }) =>
		shares.flatMap(
			([share, key]): Box | readonly [] =>
				boxOf(
					run,
					byMessage.flatMap((row) =>
						row[key] === null ? [] : [toLogMs(row[key])],
					),
					runs.length === 1 ? `${share} of nodes` : `${share}, ${run}`,
				) ?? [],
		),
	);
	if (values.length === 0) return undefined;
	return {
		name: "time-to-reach",
		title: "How long a message takes to reach the nodes",
		caption:
			"Per message, the time until 50, 95 and 100 % of all expected nodes had it. Messages that never reached so many are left out here and counted as missing above.",
		svg: await boxes(values, "time to reach, ms (log scale)", "log"),
	};
}
