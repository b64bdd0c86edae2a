/** Where long work tells how far it is. */
export interface Progress {
	/** A step begins, or has come further. */
	step(text: string): void;
	/** A line that stays. */
	note(text: string): void;
}

/** What every step of getting a tool is told. */
export interface Work {
	/** Our cache's folder. */
	readonly cache: string;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

export const megabytes = (bytes: number): string =>
	`${(bytes / 1e6).toFixed(1)} MB`;

/** A stopwatch: `3.2 s` since it was made. */
export function stopwatch(): () => string {
	const start = Date.now();
	return () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/** Lets one call through per interval: progress, not a flood. */
export function atMostEvery(milliseconds: number): (tell: () => void) => void {
	let last = 0;
	return (tell) => {
		if (Date.now() - last < milliseconds) return;
		last = Date.now();
		tell();
	};
}
