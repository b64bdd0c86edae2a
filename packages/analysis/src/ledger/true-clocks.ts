import fc from "fast-check";

/** Returns the time that a machine's clock shows at a true time, both ns. */
export type Clock = (time: number) => number;

export const MS = 1e6;
export const SECOND = 1e9;

export const steadyClock =
	(ahead: number, ppm = 0): Clock =>
	(time) =>
		time + ahead + (time * ppm) / 1e6;

/** A clock that is set once, at a true time. */
export const steppedClock =
	(clock: Clock, at: number, by: number): Clock =>
	(time) =>
		clock(time) + (time >= at ? by : 0);

/**
 * A clock that shows whole units since 1970.
 *
 * @param epoch time 0 of the clocks, ns since 1970
 */
export function coarseClock(clock: Clock, unit: number, epoch: bigint): Clock {
	const phase = Number(epoch % BigInt(unit));
	return (time) => Math.floor((clock(time) + phase) / unit) * unit - phase;
}

/** A clock that oscillates around the true time, as a time server corrects it. */
export const wanderingClock =
	(by: number, period: number): Clock =>
	(time) =>
		time + by * Math.sin((2 * Math.PI * time) / period);

/** A clock with a drift of at most 500 ppm that changes over time. */
export const anyClock: fc.Arbitrary<Clock> = fc
	.record({
		ahead: fc.double({ min: -1e12, max: 1e12, noNaN: true }),
		ppms: fc.array(fc.double({ min: -500, max: 500, noNaN: true }), {
			minLength: 1,
			maxLength: 12,
		}),
		each: fc.double({ min: 200 * MS, max: 20 * SECOND, noNaN: true }),
	})
	.map((given) => {
		const { ahead, ppms, each } = given;
		const clock = (time: number) => {
			let shown = time + ahead;
			for (const [place, ppm] of ppms.entries()) {
				const from = place * each;
				const until =
					place === ppms.length - 1 ? Number.POSITIVE_INFINITY : from + each;
				shown += (Math.max(0, Math.min(time, until) - from) * ppm) / 1e6;
			}
			return shown;
		};
		return Object.assign(clock, {
			[fc.toStringMethod]: () => JSON.stringify(given),
		});
	});
