import { relativeScale } from "./relative-scale.ts";
import { type Interval, median, shift, shiftInterval } from "./shift.ts";

/** What may be said of two sets of replicates. */
export type Answer = "equivalent" | "different" | "inconclusive";

export interface Comparison {
	readonly answer: Answer;
	/** Of a difference: is the second side better or worse? */
	readonly direction?: "better" | "worse";
	/** Relative change of the second side, 0.05 = 5 % more. */
	readonly effect: number;
	/** 90 % interval of the effect: inside the margin means equivalent (TOST at 5 %). */
	readonly equivalence?: Interval;
	/** 95 % interval of the effect: without zero means different. */
	readonly difference?: Interval;
	readonly medians: readonly [number, number];
	readonly replicates: readonly [number, number];
	/** One sentence for a reader. */
	readonly reason: string;
}

export interface ComparisonRule {
	/** Largest relative change that does not matter: 0.05. */
	readonly margin: number;
	readonly better: "lower" | "higher";
}

/**
 * Compares two sides by one value per run, never by the samples inside a run:
 * those are not independent, and testing them finds a difference in three of
 * four comparisons of a program with itself.
 *
 * Change is taken on the logarithm where all values are positive, so that it
 * is relative; else relative to the median of the first side.
 *
 * @param from one value per run of the base
 * @param to one value per run of the candidate
 */
export function compareReplicates(
	from: readonly number[],
	to: readonly number[],
	{ margin, better }: ComparisonRule,
): Comparison {
	const medians = [median(from), median(to)] as const;
	const replicates = [from.length, to.length] as const;
	const scale = relativeScale(from, to);
	if (scale === undefined) {
		return {
			answer: "inconclusive",
			effect: Number.NaN,
			medians,
			replicates,
			reason: "a side has no values",
		};
	}
	const effect = scale.back(shift(scale.of(from), scale.of(to)));
	const interval = (confidence: number): Interval | undefined => {
		const raw = shiftInterval(scale.of(from), scale.of(to), confidence);
		return (
			raw && {
				confidence,
				low: scale.back(raw.low),
				high: scale.back(raw.high),
			}
		);
	};
	const equivalence = interval(0.9);
	const difference = interval(0.95);
	const found = {
		effect,
		medians,
		replicates,
		...(equivalence && { equivalence }),
		...(difference && { difference }),
	};
	if (equivalence === undefined) {
		return {
			...found,
			answer: "inconclusive",
			reason: `${replicates.join(" and ")} replicates bound no change at 90 %; five of each do`,
		};
	}
	if (equivalence.low > -margin && equivalence.high < margin) {
		return {
			...found,
			answer: "equivalent",
			reason: `the change lies within ${percent(margin)} (${range(equivalence)})`,
		};
	}
	if (difference && (difference.low > 0 || difference.high < 0)) {
		const lower = difference.high < 0;
		return {
			...found,
			answer: "different",
			direction: lower === (better === "lower") ? "better" : "worse",
			reason: `the change is ${percent(effect)} (${range(difference)})`,
		};
	}
	return {
		...found,
		answer: "inconclusive",
		reason: `the change may be anything in ${range(equivalence)}: neither within ${percent(margin)} nor surely there`,
	};
}

export const percent = (share: number): string =>
	`${(share * 100).toFixed(1)} %`;
export const range = ({ low, high, confidence }: Interval): string =>
	`${percent(low)} to ${percent(high)} at ${confidence * 100} %`;
