export type Clock = () => bigint;

/**
 * Clock of nanoseconds since 1970 at the resolution of the monotonic clock
 * (`Date.now()` has only milliseconds).
 *
 * @param skewMs how far this clock is ahead of the machine's
 */
export const createClock = (skewMs = 0): Clock => {
	const origin = BigInt(Math.round((performance.timeOrigin + skewMs) * 1e6));
	return () => origin + BigInt(Math.round(performance.now() * 1e6));
};
