import type { Progress } from "@lab/core";

/** Context of every step of installing a tool. */
export interface Work {
	/** Path of the cache. */
	readonly cache: string;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

export const megabytes = (bytes: number): string =>
	`${(bytes / 1e6).toFixed(1)} MB`;

/** Starts a stopwatch. @returns function that formats the elapsed time, such as `3.2 s` */
export function stopwatch(): () => string {
	const start = Date.now();
	return () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/** @returns function that runs its argument at most once per interval, for progress output */
export function atMostEvery(
	milliseconds: number,
): (action: () => void) => void {
	let last = 0;
	return (action) => {
		if (Date.now() - last < milliseconds) return;
		last = Date.now();
		action();
	};
}
