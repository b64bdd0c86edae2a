import { relativeScale } from "./relative-scale.ts";
import { percent, range } from "./replicates.ts";
import { shiftInterval } from "./shift.ts";

export interface NotWorseRule {
	/** Largest relative change for the worse that is acceptable. */
	readonly by: number;
	/** Confidence of the answer: 0.95. */
	readonly confidence: number;
	readonly better: "lower" | "higher";
}

/**
 * Tests whether a side is worse than a base by at most a fraction, with one value
 * per run (one-sided non-inferiority test).
 *
 * @returns `unknown` if there are too few replicates, or they scatter too much
 */
export function notWorse(
	from: readonly number[],
	to: readonly number[],
	{ by, confidence, better }: NotWorseRule,
): { holds: "yes" | "no" | "unknown"; reason: string } {
	const scale = relativeScale(from, to);
	// Each end of a 90 % interval is exceeded with a probability of 5 %.
	const raw =
		scale &&
		shiftInterval(scale.of(from), scale.of(to), 1 - 2 * (1 - confidence));
	if (!scale || !raw) {
		return {
			holds: "unknown",
			reason: `${from.length} runs of the base and ${to.length} of this plan are too few for ${confidence * 100} % confidence; five of each are enough`,
		};
	}
	const change = {
		low: scale.back(raw.low),
		high: scale.back(raw.high),
		confidence: raw.confidence,
	};
	const [best, worst] =
		better === "lower"
			? [change.low, change.high]
			: [-change.high, -change.low];
	return {
		holds: worst <= by ? "yes" : best > by ? "no" : "unknown",
		reason: `the change is ${range(change)}; at most ${percent(by)} for the worse is allowed`,
	};
}
