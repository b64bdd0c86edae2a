import {
	type Crossing,
	DRIFT,
	type Interval,
	SideBounds,
	USUAL_DRIFT,
	WIDE_NEIGHBOURS,
} from "./_side.ts";

export { type Crossing, DRIFT };

/** Offset of the second clock from the first, ns; positive if the second is ahead. */
export interface Offset {
	readonly low: number;
	readonly high: number;
	/** Likeliest value, between `low` and `high`. */
	readonly middle: number;
}

/** Offset of two clocks while a message was in flight: one of the two hypotheses holds. */
export interface ClockBound {
	/** Offset if no clock was set between the messages before this one and it. */
	readonly before?: Offset;
	/** Offset if no clock was set between this message and the ones after it. */
	readonly after?: Offset;
	/** Amount by which the offset may have changed at this message; absent if unknown. */
	readonly step?: readonly [low: number, high: number];
}

/** Messages per direction and side; among them, a clock is assumed to be set at most once. */
const NEIGHBOURS = 4;

/** Minimum gap: messages closer than this may have been in flight together. */
const LEAST_GAP_NS = 100e6;

/**
 * Bounds the offset of two clocks at each message between them.
 *
 * Travel times are not negative: each message bounds the offset from one side,
 * and messages of the other direction bound it from the other. Clocks drift by at
 * most `DRIFT`, so a bound also holds at other moments, a little wider. A clock
 * may also be set: the bounds cover every time at which one such step among a
 * message's neighbours is consistent with all of them. If none is, the clock was
 * set more than once, and fewer neighbours are used.
 *
 * A step after the last message of one direction, or before the first, cannot be
 * detected.
 *
 * @param crossings in order of `at`
 * @param gap messages closer than this may have been in flight together, ns
 * @returns one bound per crossing; undefined where it is not measurable
 */
export function clockBounds(
	crossings: readonly Crossing[],
	gap = gapOf(crossings),
): (ClockBound | undefined)[] {
	const before = new SideBounds(crossings, gap, false);
	const after = new SideBounds(crossings, gap, true);
	const around = (index: number, count: number, rate: number) => {
		before.gather(index, count, rate);
		after.gather(index, count, rate);
	};
	return crossings.map((_, index) => {
		around(index, WIDE_NEIGHBOURS, USUAL_DRIFT);
		const wide = intersection(before.from(before.size), after.from(after.size));
		for (let count = NEIGHBOURS; count >= 1; count--) {
			around(index, count, DRIFT);
			const bound = boundOf(before, after, wide);
			if (bound !== undefined) return bound;
		}
		return undefined;
	});
}

/** Returns three times the median round trip of consecutive messages in opposite directions. */
export function gapOf(crossings: readonly Crossing[]): number {
	const both = crossings
		.flatMap((crossing, index) => {
			const next = crossings[index + 1];
			return next === undefined || next.back === crossing.back
				? []
				: [crossing.took + next.took];
		})
		.sort((a, b) => a - b);
	const usual = both[Math.floor(both.length / 2)] ?? 0;
	return Math.max(LEAST_GAP_NS, 3 * usual);
}

/** Intersects two ranges; undefined if they are contradictory or open-ended. */
function intersection(one: Interval, other: Interval): Interval | undefined {
	const low = Math.max(one.low, other.low);
	const high = Math.min(one.high, other.high);
	return low <= high && Number.isFinite(high - low) ? { low, high } : undefined;
}

function boundOf(
	before: SideBounds,
	after: SideBounds,
	wide: Interval | undefined,
): ClockBound | undefined {
	const earlier = before.from(before.size);
	const later = after.from(after.size);
	// A clock was set next to this message, between two messages farther away, or not at all.
	const ifBefore = hull(after, earlier, wide);
	const ifAfter = hull(before, later, wide);
	if (ifBefore === undefined && ifAfter === undefined) return undefined;
	const low = later.low - earlier.high;
	const high = later.high - earlier.low;
	const here = before.disagreeing === 0 && after.disagreeing === 0;
	return {
		...(ifBefore && { before: ifBefore }),
		...(ifAfter && { after: ifAfter }),
		...(Number.isFinite(low) &&
			Number.isFinite(high) && {
				step: here ? ([low, high] as const) : ([0, 0] as const),
			}),
	};
}

/** Returns the range of all offsets that are possible with one step on one side, given the bounds from the other side. */
function hull(
	side: SideBounds,
	others: Interval,
	wide: Interval | undefined,
): Offset | undefined {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	let likely = wide;
	for (let near = side.disagreeing; near <= side.size; near++) {
		const one = intersection(side.from(near), others);
		if (one === undefined) continue;
		low = Math.min(low, one.low);
		high = Math.max(high, one.high);
		// If no offset fits without a step, use the one that the most messages agree with.
		if (wide === undefined) likely = one;
	}
	if (likely === undefined || low > high) return undefined;
	const middle = (likely.low + likely.high) / 2;
	return { low, high, middle: Math.min(high, Math.max(low, middle)) };
}
