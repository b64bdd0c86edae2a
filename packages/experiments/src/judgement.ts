import type { Condition, PlannedWindow } from "@lab/record";
import type { Draft } from "./experiment.ts";

/** Guards of every run: a run that violates one is invalid. */
export const nodeGuards: Condition[] = [
	{ measure: "nodes.lost", atMost: 0 },
	{ measure: "disturbances.unproven", atMost: 0 },
	{ measure: "scrapes.missing", atMost: 0 },
];

/** Guards of runs that publish messages: each message must be published on time. */
export const publishGuards: Condition[] = [
	{ measure: "publishes.failed", atMost: 0 },
	{ measure: "publishes.lateness.p99", atMost: 1000 },
	...nodeGuards,
];

/** Guards of runs that measure the latency of every delivery. */
export const deliveryGuards: Condition[] = [
	...publishGuards,
	// A latency is the difference between the clocks of two machines.
	{ measure: "clock.skew", atMost: 50 },
	{ measure: "delivery.unobservable", atMost: 0 },
];

/** Criteria: every message reaches every node, exactly once and within the latency limit. */
export const everyDelivery = (
	maxLatencyMs: number,
	window?: string,
): Draft["criteria"] => {
	const where = window === undefined ? {} : { window };
	return [
		{ measure: "delivery.missing", ...where, atMost: 0 },
		{ measure: "delivery.duplicates", ...where, atMost: 0 },
		{ measure: "latency.max", ...where, atMost: maxLatencyMs },
	];
};

/** Criterion: every node has at least as many peers as a mesh needs. */
export const connected: Draft["criteria"] = [
	{ measure: "peers.min", atLeast: 4 },
];

/** The stable window skips the first three minutes and the last half minute, as in 10ksim. */
const STABLE = { fromMs: 180_000, untilMs: 30_000 } as const;

/**
 * Returns two windows: `complete` covers the traffic and the dwell time for
 * late deliveries, `stable` its steady part, if the traffic is long enough.
 */
export function trafficWindows(
	startMs: number,
	endMs: number,
	dwellMs: number,
): PlannedWindow[] {
	const stable = {
		name: "stable",
		startMs: startMs + STABLE.fromMs,
		endMs: endMs - STABLE.untilMs,
	};
	return [
		{ name: "complete", startMs, endMs: endMs + dwellMs },
		...(stable.startMs < stable.endMs ? [stable] : []),
	];
}
