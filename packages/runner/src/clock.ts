import { setTimeout } from "node:timers/promises";

/** Nanoseconds since 1970, at the resolution of the monotonic clock. */
export const now = (): bigint =>
	BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));

export const millisecondsBetween = (from: bigint, to: bigint): number =>
	Number(to - from) / 1e6;

export const plusMilliseconds = (time: bigint, ms: number): bigint =>
	time + BigInt(Math.round(ms * 1e6));

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @throws the signal's reason if it fires first */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
	setTimeout(Math.min(Math.max(0, ms), LONGEST_TIMER_MS), undefined, {
		signal,
	}).catch(() => {
		throw signal?.reason;
	});

/** Waits until a point in time; returns at once if it has passed. */
export const sleepUntil = (time: bigint, signal?: AbortSignal): Promise<void> =>
	sleep(millisecondsBetween(now(), time), signal);

/** Polls until the condition holds. @throws the signal's reason */
export async function until(
	condition: () => Promise<boolean>,
	everyMs: number,
	signal: AbortSignal,
): Promise<void> {
	while (!(await condition())) await sleep(everyMs, signal);
}
