import { type MeasureName, measures } from "@lab/record";
import { type Better, metrics, runQueries } from "@lab/signals";

/** How to compare the values of a measure or metric between runs. */
export interface Comparable<Direction extends Better = Better> {
	readonly unit: string;
	readonly better: Direction;
	/**
	 * Whether to compare the shortfall from 1 instead of the value: a ratio near 1
	 * hardly changes when losses double.
	 */
	readonly byShortfall: boolean;
	/** Returns the number to compare. */
	of(value: number): number;
}

const identity = (value: number): number => value;

export function comparableMeasure(
	name: MeasureName,
): Comparable<"higher" | "lower"> {
	const { unit, better } = measures[name];
	return unit === "ratio"
		? {
				unit,
				better: better === "higher" ? "lower" : "higher",
				byShortfall: true,
				of: (value) => 1 - value,
			}
		: { unit, better, byShortfall: false, of: identity };
}

/** @returns undefined if there is no such measure or metric */
export function comparableOf(name: string): Comparable | undefined {
	if (name in measures) return comparableMeasure(name as MeasureName);
	const query = runQueries.find((one) => one.name === name);
	return (
		query && {
			unit: `${metrics[query.metric].unit}${query.rate ? "/s" : ""}`,
			better: query.better,
			byShortfall: false,
			of: identity,
		}
	);
}

/** Names of everything that can be compared. */
export const comparableNames: readonly string[] = [
	...Object.keys(measures),
	...runQueries.map(({ name }) => name),
];
