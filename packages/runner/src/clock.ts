/** Nanoseconds since 1970, at the resolution of the monotonic clock. */
export const now = (): bigint =>
	BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));

export const millisecondsBetween = (from: bigint, to: bigint): number =>
	Number(to - from) / 1e6;

export const plusMilliseconds = (time: bigint, ms: number): bigint =>
	time + BigInt(Math.round(ms * 1e6));

/** @throws the reason of the signal, when it fires first */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const stop = () => {
			clearTimeout(timer);
			reject(signal?.reason as Error);
		};
		const timer = setTimeout(
			() => {
				signal?.removeEventListener("abort", stop);
				resolve();
			},
			Math.max(0, Math.min(ms, 2 ** 31 - 1)),
		);
		signal?.addEventListener("abort", stop, { once: true });
	});
}

/** Waits for a point in time; one that has passed is now. */
export const sleepUntil = (time: bigint, signal?: AbortSignal): Promise<void> =>
	sleep(millisecondsBetween(now(), time), signal);

/** Asks again and again until the answer is yes. @throws the reason of the signal */
export async function until(
	question: () => Promise<boolean>,
	everyMs: number,
	signal: AbortSignal,
): Promise<void> {
	while (!(await question())) await sleep(everyMs, signal);
}
