import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Crossing, clockBounds } from "./clock-bounds.ts";
import { clockPair, joinedPairs } from "./clock-pairs.ts";
import { anyClock, type Clock, MS, steppedClock } from "./true-clocks.ts";

interface Sent {
	readonly at: number;
	readonly back: boolean;
	/** True travel times to the nodes of the other machine, ns. */
	readonly ways: readonly number[];
}

/** Returns the crossings that two machines with these clocks would log. */
const crossingsOf = (
	clocks: readonly [Clock, Clock],
	sent: readonly Sent[],
): Crossing[] =>
	sent.map(({ at, back, ways }) => {
		const [from, to] = back ? [clocks[1], clocks[0]] : clocks;
		return {
			at,
			back,
			took: Math.min(...ways.map((way) => to(at + way) - from(at))),
		};
	});

/** Returns the deliveries whose true offset is outside all bounds. */
const outside = (clocks: readonly [Clock, Clock], sent: readonly Sent[]) => {
	const bounds = clockBounds(crossingsOf(clocks, sent));
	return sent.flatMap(({ at, back, ways }, index) =>
		ways.filter((way) => {
			const bound = bounds[index];
			if (bound === undefined) return false;
			const offset = back
				? clocks[1](at) - (clocks[0](at + way) - way)
				: clocks[1](at + way) - way - clocks[0](at);
			// The clocks drift while a message is in flight.
			const drift = way / 2000 + 1;
			return ![bound.before, bound.after].some(
				(one) => one && offset >= one.low - drift && offset <= one.high + drift,
			);
		}),
	);
};

const traffic = fc
	.array(
		fc.record({
			pause: fc.double({ min: 20 * MS, max: 1500 * MS, noNaN: true }),
			back: fc.boolean(),
			ways: fc.array(fc.double({ min: 0.1 * MS, max: 80 * MS, noNaN: true }), {
				minLength: 1,
				maxLength: 4,
			}),
		}),
		{ minLength: 20, maxLength: 60, size: "max" },
	)
	.map((messages) => {
		let at = 0;
		return messages.map(({ pause, ...message }) => {
			at += pause;
			return { ...message, at };
		});
	});

/**
 * Returns the range of times at which a step is detectable: there are messages of
 * both directions before and after it, to compare the others on that side with.
 */
const edges = (sent: readonly Sent[]): [number, number] => {
	const firsts = (messages: readonly Sent[]) =>
		[false, true].map(
			(back) => messages.find((one) => one.back === back)?.at ?? Number.NaN,
		);
	const backwards = [...sent].reverse();
	const start = Math.max(...firsts(sent)) + 2 * APART;
	const end = Math.min(...firsts(backwards)) - 2 * APART;
	return [
		Math.max(...firsts(sent.filter(({ at }) => at >= start))) + APART,
		Math.min(...firsts(backwards.filter(({ at }) => at <= end))) - APART,
	];
};
/** Longer than any message is in flight. */
const APART = 500 * MS;

describe("the bounds of an offset", () => {
	test("hold for any travel times, and any drift within 500 ppm", () => {
		fc.assert(
			fc.property(traffic, anyClock, anyClock, (sent, a, b) => {
				expect(outside([a, b], sent)).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});

	test("hold whenever a clock is set, by any amount", () => {
		fc.assert(
			fc.property(
				traffic,
				anyClock,
				anyClock,
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.double({ min: -2000 * MS, max: 2000 * MS, noNaN: true }),
				fc.boolean(),
				(sent, a, b, share, by, first) => {
					const [start, end] = edges(sent);
					fc.pre(start < end);
					const at = start + share * (end - start);
					const clocks: [Clock, Clock] = first
						? [steppedClock(a, at, by), b]
						: [a, steppedClock(b, at, by)];
					expect(outside(clocks, sent)).toEqual([]);
				},
			),
			{ numRuns: 1000 },
		);
	});
});

describe("two clocks over a whole run", () => {
	const pair = (from: number, to: number, low: bigint, high: bigint) => ({
		from,
		to,
		low,
		high,
		offset: (low + high) / 2n,
		error: (high - low) / 2n,
		moved: 0n,
		gap: 0,
	});

	test("without messages both ways are joined via a third clock, and the bounds add up", () => {
		const pairs = joinedPairs([pair(0, 1, 8n, 12n), pair(1, 2, 96n, 104n)]);
		expect(pairs.find(({ from, to }) => from === 0 && to === 2)).toMatchObject({
			low: 104n,
			high: 116n,
			offset: 110n,
			error: 6n,
		});
		expect(pairs.find(({ from, to }) => from === 2 && to === 0)).toMatchObject({
			low: -116n,
			high: -104n,
		});
		expect(pairs).toHaveLength(6);
	});

	test("moved by at least the amount that no single offset explains", () => {
		const at = (offset: number) => ({
			before: { low: offset - 2, high: offset + 2, middle: offset },
		});
		expect(
			clockPair({ from: 0, to: 1, gap: 0 }, [at(0), at(100), undefined], 7n),
		).toMatchObject({ low: 5n, high: 109n, moved: 96n });
	});
});
