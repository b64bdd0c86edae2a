import { relativeScale } from "./relative-scale.ts";
import { percent, range } from "./replicates.ts";
import { shiftInterval } from "./shift.ts";

export interface NotWorseRule {
	/** Largest relative change for the worse that is still borne. */
	readonly by: number;
	/** That the answer is right: 0.95. */
	readonly confidence: number;
	readonly better: "lower" | "higher";
}

/**
 * Whether a side is not worse than a base by more than a fraction, by one
 * value per run (non-inferiority, one-sided).
 *
 * @returns `unknown` when the replicates are too few or too far apart
 */
export function notWorse(
	from: readonly number[],
	to: readonly number[],
	{ by, confidence, better }: NotWorseRule,
): { holds: "yes" | "no" | "unknown"; reason: string } {
	const scale = relativeScale(from, to);
	// Both ends of an interval of 90 % are each passed by 5 %.
	const raw =
		scale &&
		shiftInterval(scale.of(from), scale.of(to), 1 - 2 * (1 - confidence));
	if (!scale || !raw) {
		return {
			holds: "unknown",
			reason: `${from.length} runs of the base and ${to.length} of this plan bound no change at ${confidence * 100} %; five of each do`,
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
		reason: `the change is ${range(change)}, and ${percent(by)} for the worse are borne`,
	};
}
