import { trimmedPairs } from "./rank-sum.ts";

export interface Interval {
	readonly low: number;
	readonly high: number;
	/** Share of repetitions in which such an interval holds the truth: 0.9, 0.95. */
	readonly confidence: number;
}

/** Middle of the sorted values; of two middles, their mean. */
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

/** How far `to` lies from `from`: the median of all pairwise differences (Hodges-Lehmann). */
export const shift = (from: readonly number[], to: readonly number[]): number =>
	median(pairwiseDifferences(from, to));

/**
 * Interval of the shift that assumes no shape of the distribution.
 *
 * @returns undefined when the samples are too small for this confidence
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
