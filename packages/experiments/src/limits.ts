import {
	endOf,
	isDisturbance,
	type Limits,
	type NodeGroup,
	type Plan,
	type TimelineStep,
	touchedBy,
} from "@lab/record";
import type { Draft } from "./experiment.ts";

const MINUTE = 60_000;

/** How long each state may take at most: generous, so that only what hangs runs into it. */
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
	const held = settle.reduce(
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
		settlingMs: Math.max(5 * MINUTE + held + nodes * 100, settleWithinMs),
		// Beyond the timeline: a disturbance may take a while to be gone.
		runningMs: 2 * MINUTE + 100 * mostDisturbed(timeline),
		drainingMs: 2 * MINUTE + drain.dwellMs,
		collectingMs: 2 * MINUTE + nodes * 500,
		tearingDownMs: 5 * MINUTE,
	};
}

/** How many nodes the largest disturbance touches. */
const mostDisturbed = (timeline: readonly TimelineStep[]): number =>
	Math.max(
		0,
		...timeline.map((step) =>
			isDisturbance(step) ? touchedBy(step).length : 0,
		),
	);

/** After so long all is taken down, whatever became of the run. */
export const ttlOf = (limits: Limits, timeline: Plan["timeline"]): number =>
	Object.values(limits).reduce((sum, limit) => sum + limit, 0) +
	Math.max(0, ...timeline.map(endOf));
