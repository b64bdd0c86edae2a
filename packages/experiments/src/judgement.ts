import type { Condition, PlannedWindow } from "@lab/record";
import type { Draft } from "./experiment.ts";

/** Without these nobody may believe a run, whatever it measures. */
export const nodeGuards: Condition[] = [
	{ measure: "nodes.lost", atMost: 0 },
	{ measure: "disturbances.unproven", atMost: 0 },
	{ measure: "scrapes.missing", atMost: 0 },
];

/** And these where messages are published, each when it is due. */
export const publishGuards: Condition[] = [
	{ measure: "publishes.failed", atMost: 0 },
	{ measure: "publishes.lateness.p99", atMost: 1000 },
	...nodeGuards,
];

/** And these where every delivery must be accounted for, with its time. */
export const deliveryGuards: Condition[] = [
	...publishGuards,
	// A latency is a difference of two machines' clocks.
	{ measure: "clock.skew", atMost: 50 },
	{ measure: "delivery.unobservable", atMost: 0 },
];

/** Every message at every node, once and in time. */
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

/** Every node has found as many peers as a mesh needs at least. */
export const connected: Draft["criteria"] = [
	{ measure: "peers.min", atLeast: 4 },
];

/** After the first three minutes, until half a minute before the end: as 10ksim. */
const STABLE = { fromMs: 180_000, untilMs: 30_000 } as const;

/**
 * The whole of the traffic with what still comes after it, and its steady
 * part where it is long enough to have one.
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
