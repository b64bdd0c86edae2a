import type { ClockBound, Offset } from "./clock-bounds.ts";

/** Offset of two clocks over a whole run: how far `to` was ahead of `from`, ns. */
export interface ClockPair {
	readonly from: number;
	readonly to: number;
	/** Bounds of the offset over the whole run. */
	readonly low: bigint;
	readonly high: bigint;
	/** Median of the offset. */
	readonly offset: bigint;
	/** Maximum error of `offset` if one offset explains all messages; else its maximum distance from the median. */
	readonly error: bigint;
	/** Amount by which the offset changed at least; 0 if a constant offset is possible. */
	readonly moved: bigint;
	/** Messages closer than this may have been in flight together, ns. */
	readonly gap: number;
}

/** Combines both hypotheses into one offset. */
function eitherOf({ before, after }: ClockBound): Offset {
	const both = [before, after].filter((one) => one !== undefined);
	return {
		low: Math.min(...both.map(({ low }) => low)),
		high: Math.max(...both.map(({ high }) => high)),
		middle: (before ?? after)?.middle ?? Number.NaN,
	};
}

/**
 * Summarizes the bounds at all messages between two clocks.
 *
 * @param base offset that the bounds are relative to
 * @returns undefined if no message was measurable
 */
export function clockPair(
	{ from, to, gap }: Pick<ClockPair, "from" | "to" | "gap">,
	bounds: readonly (ClockBound | undefined)[],
	base: bigint,
): ClockPair | undefined {
	const seen = bounds.filter((bound) => bound !== undefined).map(eitherOf);
	if (seen.length === 0) return undefined;
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	let [highestLow, lowestHigh] = [high, low];
	for (const one of seen) {
		low = Math.min(low, one.low);
		high = Math.max(high, one.high);
		highestLow = Math.max(highestLow, one.low);
		lowestHigh = Math.min(lowestHigh, one.high);
	}
	const middles = seen.map(({ middle }) => middle).sort((a, b) => a - b);
	const offset = middles[Math.floor(middles.length / 2)] as number;
	const constant = highestLow <= lowestHigh;
	const error = constant
		? Math.max(lowestHigh - offset, offset - highestLow)
		: Math.max(high - offset, offset - low);
	return {
		from,
		to,
		gap,
		low: base + BigInt(Math.floor(low)),
		high: base + BigInt(Math.ceil(high)),
		offset: base + BigInt(Math.round(offset)),
		error: BigInt(Math.ceil(Math.max(0, error))),
		moved: constant ? 0n : BigInt(Math.floor(highestLow - lowestHigh)),
	};
}

export const reversed = (pair: ClockPair): ClockPair => ({
	...pair,
	from: pair.to,
	to: pair.from,
	low: -pair.high,
	high: -pair.low,
	offset: -pair.offset,
});

/** Above this number of clocks, pairs without messages both ways are not joined. */
const MAX_JOINED = 100;

/** Joins clocks without messages both ways via a third clock: the bounds add up. */
export function joinedPairs(direct: readonly ClockPair[]): ClockPair[] {
	const key = (from: number, to: number) => `${from} ${to}`;
	const measured = direct.flatMap((pair) => [pair, reversed(pair)]);
	const known = new Map(
		measured.map((pair) => [key(pair.from, pair.to), pair]),
	);
	const own = new Set(known.keys());
	const clocks = [...new Set(measured.map(({ from }) => from))];
	if (clocks.length > MAX_JOINED) return measured;
	for (const via of clocks) {
		for (const from of clocks) {
			const first = known.get(key(from, via));
			if (first === undefined) continue;
			for (const to of clocks) {
				const second = known.get(key(via, to));
				const place = key(from, to);
				if (second === undefined || from === to || own.has(place)) continue;
				const joined = {
					from,
					to,
					low: first.low + second.low,
					high: first.high + second.high,
					offset: first.offset + second.offset,
					error: first.error + second.error,
					moved: 0n,
					gap: 0,
				};
				const best = known.get(place);
				if (best === undefined || width(joined) < width(best))
					known.set(place, joined);
			}
		}
	}
	return [...known.values()];
}

const width = ({ low, high }: ClockPair): bigint => high - low;
