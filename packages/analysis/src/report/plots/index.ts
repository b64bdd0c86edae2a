import type { RunFigures } from "../figures.ts";
import type { Plot } from "./_draw.ts";
import { hubConnections, peersKept } from "./connection-manager.ts";
import { lookupDurations, lookupRanks, warmUp } from "./kad-dht.ts";
import {
	groupCurves,
	latencyCurve,
	nodeLatencies,
	timeToReach,
} from "./latency.ts";
import { overTime, perNode } from "./metrics.ts";
import { missingMap } from "./missing-map.ts";
import { queueLosses, queueNames, queuesOverTime } from "./priority-queues.ts";
import { hops } from "./propagation.ts";
import { timeToFind } from "./service-discovery.ts";
import { wakuPlots } from "./waku.ts";

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
		groupCurves(runs),
		nodeLatencies(runs),
		timeToReach(runs),
		...runs.map(missingMap),
		...pictured.flatMap((name) => [overTime(runs, name), perNode(runs, name)]),
		hops(runs),
		...queueNames.map((name) => queuesOverTime(runs, name)),
		queueLosses(runs),
		lookupDurations(runs),
		lookupRanks(runs),
		warmUp(runs),
		timeToFind(runs),
		hubConnections(runs),
		peersKept(runs),
		...wakuPlots(runs),
	]);
	return made.filter((plot) => plot !== undefined);
}
