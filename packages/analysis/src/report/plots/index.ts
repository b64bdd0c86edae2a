import type { RunFigures } from "../figures.ts";
import type { Plot } from "./_draw.ts";
import { latencyCurve, nodeLatencies, timeToReach } from "./latency.ts";
import { overTime, perNode } from "./metrics.ts";
import { missingMap } from "./missing-map.ts";

export type { Plot } from "./_draw.ts";

/** Metrics that a picture is made of; a table has all. */
const pictured = [
	"mesh-peers",
	"libp2p-in",
	"libp2p-out",
	"container-memory",
	"duplicate",
];

/** Every plot for which the runs have data. */
export async function plotsOf(runs: readonly RunFigures[]): Promise<Plot[]> {
	const made = await Promise.all([
		latencyCurve(runs),
		nodeLatencies(runs),
		timeToReach(runs),
		...runs.map(missingMap),
		...pictured.flatMap((name) => [overTime(runs, name), perNode(runs, name)]),
	]);
	return made.filter((plot) => plot !== undefined);
}
