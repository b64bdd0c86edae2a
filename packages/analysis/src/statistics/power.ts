import { splitCount } from "./permutation.ts";
import { normalQuantile } from "./rank-sum.ts";

/** Probability of detecting a change of the stated size. */
const POWER = 0.8;

/** Loss of power from the small number of splits: fitted to simulated power at 4, 5 and 6 runs per side. */
const FEW_SPLITS = 40;

/** Limit of the search: more runs per side than are feasible. */
const MAX_RUNS = 1000;

/** From this number of runs on, more runs always detect smaller changes; below it, the few possible p-values make steps. */
const FEW_RUNS = 20;

/**
 * Returns the smallest change, in standard deviations of one run, that two sides
 * detect with a probability of 80 % (Guenther's correction of the normal
 * approximation).
 *
 * @param level family-wise error rate: 0.04
 * @param measures number of measures in the family
 * @returns Infinity if the sides have too few runs to detect any change
 */
export function detectable(
	first: number,
	second: number,
	level: number,
	measures: number,
): number {
	const splits = splitCount(first, second);
	// Splits come in mirrored pairs if both sides have the same number of runs.
	const step = (first === second ? 2 : 1) / splits;
	// With hundreds of runs, there are more splits than a number can tell.
	const reached = step === 0 ? level : Math.floor(level / step + 1e-9) * step;
	if (reached <= 0) return Number.POSITIVE_INFINITY;
	const single = 1 - (1 - reached) ** (1 / Math.max(1, measures));
	const z = normalQuantile(1 - single / 2);
	const each = (2 * first * second) / (first + second);
	const runs = each - (z * z) / 4 - FEW_SPLITS / each ** 3;
	return runs > 0
		? (z + normalQuantile(POWER)) * Math.sqrt(2 / runs)
		: Number.POSITIVE_INFINITY;
}

/**
 * Returns the number of runs that each side needs to detect a change.
 *
 * @param change in standard deviations of one run
 * @returns undefined if more than a thousand
 */
export function runsToDetect(
	change: number,
	level: number,
	measures: number,
): number | undefined {
	const enough = (runs: number) =>
		detectable(runs, runs, level, measures) <= change;
	for (let runs = 3; runs <= FEW_RUNS; runs++) if (enough(runs)) return runs;
	if (!enough(MAX_RUNS)) return undefined;
	let [low, high] = [FEW_RUNS, MAX_RUNS];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (enough(middle)) high = middle;
		else low = middle;
	}
	return high;
}
