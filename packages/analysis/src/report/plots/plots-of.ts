import { type Protocol, partsOf } from "../../protocol/index.ts";
import type { RunFigures } from "../run-figures.ts";
import {
	groupCurves,
	latencyCurve,
	nodeLatencies,
	timeToReach,
} from "./latency.ts";
import { overTime, perNode } from "./metrics.ts";
import { missingMap } from "./missing-map.ts";
import type { Plot } from "./plot.ts";

/** Metrics that are plotted; a table lists all. */
const plotted = [
	"mesh-peers",
	"libp2p-in",
	"libp2p-out",
	"container-memory",
	"duplicate",
];

/** Returns every plot for which the runs have data. */
export async function plotsOf(
	runs: readonly RunFigures[],
	protocols: readonly Protocol[],
): Promise<Plot[]> {
	const loaded = await Promise.all(
		partsOf(protocols, ({ plots }) => plots && [plots()]),
	);
	const made = await Promise.all([
		latencyCurve(runs),
		groupCurves(runs),
		nodeLatencies(runs),
		timeToReach(runs),
		...runs.map(missingMap),
		...plotted.flatMap((name) => [overTime(runs, name), perNode(runs, name)]),
		...loaded.flatMap((plots) => plots.plotsOf(runs)),
	]);
	return made.filter((plot) => plot !== undefined);
}
