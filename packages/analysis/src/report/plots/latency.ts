import type { RunFigures } from "../run-figures.ts";
import { type Box, boxes, boxOf } from "./_boxes.ts";
import { curves } from "./_curves.ts";
import { LOG_FLOOR_MS, toLogMs } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";
import type { Plot } from "./plot.ts";

export async function latencyCurve(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(({ label: run, curve }) =>
		curve.map(({ share, latency_ns }) => ({
			curve: run,
			share,
			ms: toLogMs(latency_ns),
		})),
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency",
		title: "Delivery latency",
		caption: `Share of deliveries that took at most this long (without deliveries to the publisher itself, clocks corrected). Further left is faster; a long flat end is a slow tail. The dashed lines mark 50, 95 and 99 %.${caveats(runs)}`,
		svg: await curves(values, {
			of: "deliveries",
			x: "latency, ms",
			legend: runs.length > 1,
		}),
	};
}

/** Says which deliveries the curve omits or clips. */
function caveats(runs: readonly RunFigures[]): string {
	return runs
		.flatMap(({ label: run, curve, latency: { deliveries, measured } }) => {
			const short = curve.filter(({ latency_ns }) => latency_ns < FLOOR_NS);
			const share = Math.max(0, ...short.map(({ share }) => share));
			const untimed = (deliveries ?? 0) - (measured ?? 0);
			return [
				...(share > 0
					? [
							` ${run}: ${(share * 100).toFixed(1)} % took less than ${LOG_FLOOR_MS} ms, or less than the clocks can resolve, and are drawn at ${LOG_FLOOR_MS} ms.`,
						]
					: []),
				...(untimed > 0
					? [
							` ${run}: the time of ${untimed} of ${deliveries} deliveries cannot be measured.`,
						]
					: []),
			];
		})
		.join("");
}

/** Says of how many a plot shows, where it does not show all. */
const partsOf = (
	shown: readonly { of: string; measured: number; all: number; what: string }[],
): string =>
	shown
		.filter(({ measured, all }) => measured < all)
		.map(
			({ of, measured, all, what }) =>
				` ${of}: the times of only ${measured} of ${all} ${what} can be measured.`,
		)
		.join("");

const FLOOR_NS = LOG_FLOOR_MS * 1e6;

/** Compares groups of nodes, such as slow and normal ones. */
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
		title: "Delivery latency by group of nodes",
		caption: `Share of a group's deliveries that took at most this long. Slow nodes are further right; their effect on the other nodes shows in the tails of the others.${partsOf(
			rowsOf<{ node_group: string; deliveries: number; measured: number }>(
				runs,
				"latency-by-group",
			).map(({ node_group, suffix, deliveries, measured }) => ({
				of: node_group + suffix,
				measured,
				all: deliveries,
				what: "deliveries",
			})),
		)}`,
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
		({ label: run, byNode }) =>
			boxOf(
				run,
				byNode.flatMap(({ p99_ns }) =>
					p99_ns === null ? [] : [toLogMs(p99_ns)],
				),
			) ?? [],
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency-by-node",
		title: "99th percentile of each node",
		caption: `Distribution of the nodes' 99th percentiles: the box contains the middle half of the nodes, the whiskers all of them; the number is the median. A long right whisker means that some nodes are slow.${partsOf(
			runs.map(({ label: run, byNode }) => ({
				of: run,
				measured: byNode.filter(
					({ deliveries, measured }) => deliveries === measured,
				).length,
				all: byNode.length,
				what: "nodes",
			})),
		)}`,
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
	const values = runs.flatMap(({ label: run, byMessage }) =>
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
		title: "Time for a message to reach the nodes",
		caption: `Per message, the time until 50, 95 and 100 % of all expected nodes had it. Messages that never reached that share, or whose times cannot be measured, are omitted.${partsOf(
			runs.map(({ label: run, byMessage }) => ({
				of: run,
				measured: byMessage.filter(
					({ delivered, measured }) => delivered === measured,
				).length,
				all: byMessage.length,
				what: "messages",
			})),
		)}`,
		svg: await boxes(values, "time to reach, ms (log scale)", "log"),
	};
}
