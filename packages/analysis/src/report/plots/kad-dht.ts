import type { RunFigures } from "../figures.ts";
import { bars } from "./_bars.ts";
import { curves } from "./_curves.ts";
import { LOG_FLOOR_MS, type Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";
import { timeline } from "./_timeline.ts";

type Runs = readonly RunFigures[];

export async function lookupDurations(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ ended: string; share: number; took_ms: number }>(
		runs,
		"kad-lookup-curve",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-lookup-durations",
		title: "Kademlia: how long lookups take",
		caption:
			"Share of the lookups of each end that took at most so long. Timeouts that stand far right and steep have waited for the limit.",
		svg: await curves(
			rows.map(({ ended, share, took_ms, suffix }) => ({
				curve: ended + suffix,
				share,
				ms: Math.max(took_ms, LOG_FLOOR_MS),
			})),
			{ of: "lookups", x: "duration, ms" },
		),
	};
}

/** Lookups that came no closer than that stand in one bar. */
const MANY = 20;

export async function lookupRanks(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ closeness: number; lookups: number; answered: number }>(
		runs,
		"kad-ranks",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-ranks",
		title: "Kademlia: how close lookups come",
		caption:
			"Lookups by the rank of the closest peer that they came upon, 1 for the node of the run truly closest to the target. Orange: that peer did not answer.",
		svg: await bars(
			rows.flatMap(({ closeness, lookups, answered, suffix }) => {
				const label =
					closeness > MANY
						? `over ${MANY}${suffix}`
						: `rank ${closeness}${suffix}`;
				return [
					{ label, part: "it answered", value: answered },
					{ label, part: "it did not", value: lookups - answered },
				];
			}),
			"lookups",
		),
	};
}

export async function warmUp(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ come_to: string; second: number; nodes: number }>(
		runs,
		"kad-warm-up-curve",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-warm-up",
		title: "Kademlia: warm-up over time",
		caption:
			"Nodes that had come so far. The two lines far apart: tables fill slowly; a line that ends below the number of nodes: some never got there.",
		svg: await timeline(
			rows.map(({ come_to, second, nodes, suffix }) => ({
				line: come_to + suffix,
				second,
				value: nodes,
			})),
			{
				x: "s after the start of the bootstrap node",
				y: "nodes",
				steps: true,
			},
		),
	};
}
