import { trimmedPairs } from "./rank-sum.ts";

export interface Interval {
	readonly low: number;
	readonly high: number;
	/** Share of repetitions in which such an interval contains the true value: 0.9, 0.95. */
	readonly confidence: number;
}

/** Median of the values; NaN if there are none. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length / 2;
	return sorted.length === 0
		? Number.NaN
		: ((sorted[Math.ceil(half) - 1] as number) +
				(sorted[Math.floor(half)] as number)) /
				2;
}

const pairwiseDifferences = (
	from: readonly number[],
	to: readonly number[],
): number[] => to.flatMap((b) => from.map((a) => b - a)).sort((a, b) => a - b);

/** Shift from `from` to `to`: the median of all pairwise differences (Hodges-Lehmann estimator). */
export const shift = (from: readonly number[], to: readonly number[]): number =>
	median(pairwiseDifferences(from, to));

/**
 * Confidence interval of the shift, without assumptions about the distribution.
 *
 * @returns undefined if the samples are too small for this confidence
 */
export function shiftInterval(
	from: readonly number[],
	to: readonly number[],
	confidence: number,
): Interval | undefined {
	const trimmed = trimmedPairs(from.length, to.length, (1 - confidence) / 2);
	if (trimmed < 1) return undefined;
	const differences = pairwiseDifferences(from, to);
	return {
		low: differences[trimmed - 1] as number,
		high: differences[differences.length - trimmed] as number,
		confidence,
	};
}
