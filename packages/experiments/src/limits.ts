import {
	affectedNodes,
	endOf,
	isDisturbance,
	type Limits,
	type NodeGroup,
	type Plan,
	type TimelineStep,
} from "@lab/record";
import type { Draft } from "./experiment.ts";

const MINUTE = 60_000;

/** Timeouts of the runner's states; generous, so that only a hanging run reaches them. */
export function limitsOf(
	groups: readonly NodeGroup[],
	{
		settle,
		timeline,
		drain,
		settleWithinMs = 0,
	}: Pick<Draft, "settle" | "timeline" | "drain" | "settleWithinMs">,
): Limits {
	const nodes = groups.reduce((sum, { replicas }) => sum + replicas, 0);
	const waves = groups.reduce(
		(sum, { replicas, wave }) =>
			sum + Math.ceil(replicas / wave.size) * (wave.pauseMs + MINUTE),
		0,
	);
	const holdMs = settle.reduce(
		(sum, gate) =>
			sum +
			(gate.kind === "dwell"
				? gate.forMs
				: gate.kind === "metric"
					? gate.holdMs
					: 0),
		0,
	);
	return {
		queuedMs: 60 * MINUTE,
		deployingMs: 2 * MINUTE + waves,
		settlingMs: Math.max(5 * MINUTE + holdMs + nodes * 100, settleWithinMs),
		// In addition to the timeline: ending a disturbance may take a while.
		runningMs: 2 * MINUTE + 100 * largestDisturbance(timeline),
		drainingMs: 2 * MINUTE + drain.dwellMs,
		collectingMs: 2 * MINUTE + nodes * 500,
		tearingDownMs: 5 * MINUTE,
	};
}

/** Number of nodes affected by the largest disturbance. */
const largestDisturbance = (timeline: readonly TimelineStep[]): number =>
	Math.max(
		0,
		...timeline.map((step) =>
			isDisturbance(step) ? affectedNodes(step).length : 0,
		),
	);

/** Time to live of the run in ms, after which its objects are removed whatever its state. */
export const ttlOf = (limits: Limits, timeline: Plan["timeline"]): number =>
	Object.values(limits).reduce((sum, limit) => sum + limit, 0) +
	Math.max(0, ...timeline.map(endOf));
