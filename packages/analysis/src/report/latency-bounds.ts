import { type MeasureName, measures } from "@lab/record";
import { deliveryBounds, undecidedPairs } from "./delivery-bounds.ts";
import type { Percentile, RunFigures } from "./run-figures.ts";

const MS = 1e6;

const isOfRun = (measure: string): boolean =>
	measure in measures && "ofRun" in measures[measure as MeasureName];

export const percentiles: readonly Percentile[] = ["p50", "p95", "p99", "max"];

const latencyOf = (figures: RunFigures, window?: string) =>
	(window === undefined ? figures : figures.parts[window])?.latency;

/** Bounds of the true value of a latency measure, ms; undefined if it is not a latency, or not measurable. */
export function boundsOf(
	figures: RunFigures,
	measure: string,
	window?: string,
): readonly [low: number, high: number] | undefined {
	const name = percentiles.find((one) => measure === `latency.${one}`);
	const latency = latencyOf(figures, window);
	if (name === undefined || latency === undefined) return undefined;
	const low = latency[`${name}_low_ns`];
	const high = latency[`${name}_high_ns`];
	return low === null || high === null ? undefined : [low / MS, high / MS];
}

/** Explains why a measure has no value. */
export function lackOf(
	figures: RunFigures,
	measure: string,
	window?: string,
): string {
	const part = window === undefined ? figures : figures.parts[window];
	if (part && deliveryBounds(figures, measure, window) !== undefined)
		return `no log shows whether ${undecidedPairs(part)} pairs were delivered`;
	const { deliveries, measured } = latencyOf(figures, window) ?? {};
	if (!measure.startsWith("latency.") || !deliveries)
		return window !== undefined && isOfRun(measure)
			? "it is defined for whole runs only"
			: `the ${window === undefined ? "run" : "window"} has no data for it`;
	const [most] = figures.untimed;
	const machine = (host: string | null) => host || "an unknown machine";
	const why =
		most === undefined
			? ""
			: `; ${most.deliveries} from ${machine(most.from_host)} to ${machine(most.to_host)}: ${most.reason}`;
	return `not measurable, because the time of ${deliveries - (measured ?? 0)} of ${deliveries} deliveries is unknown${why}`;
}
