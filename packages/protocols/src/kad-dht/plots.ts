import {
	bars,
	curves,
	LOG_FLOOR_MS,
	type Plot,
	rowsOf,
	timeline,
} from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";

type Runs = readonly RunFigures[];

async function lookupDurations(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ ended: string; share: number; took_ms: number }>(
		runs,
		"kad-lookup-curve",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-lookup-durations",
		title: "Kademlia: durations of lookups",
		caption:
			"Cumulative distribution of lookup durations, by outcome. A steep curve of timeouts at the right means that these lookups waited until the time limit.",
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

/** Ranks above this share one bar. */
const MAX_RANK = 20;

async function lookupRanks(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ closeness: number; lookups: number; answered: number }>(
		runs,
		"kad-ranks",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-ranks",
		title: "Kademlia: closeness of results",
		caption:
			"Lookups by the rank of the closest peer that they found; rank 1 is the run's node closest to the target. Orange: this peer did not respond.",
		svg: await bars(
			rows.flatMap(({ closeness, lookups, answered, suffix }) => {
				const label =
					closeness > MAX_RANK
						? `rank over ${MAX_RANK}${suffix}`
						: `rank ${closeness}${suffix}`;
				return [
					{ label, part: "responded", value: answered },
					{ label, part: "did not respond", value: lookups - answered },
				];
			}),
			"lookups",
		),
	};
}

async function warmUp(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ milestone: string; second: number; nodes: number }>(
		runs,
		"kad-warm-up-curve",
	);
	if (rows.length === 0) return undefined;
	return {
		name: "kad-warm-up",
		title: "Kademlia: warm-up over time",
		caption:
			"Number of nodes that had reached each milestone. If the two lines are far apart, routing tables fill slowly; if a line ends below the number of nodes, some nodes never reached the milestone.",
		svg: await timeline(
			rows.map(({ milestone, second, nodes, suffix }) => ({
				line: milestone + suffix,
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

export const plotsOf = (runs: Runs) => [
	lookupDurations(runs),
	lookupRanks(runs),
	warmUp(runs),
];
