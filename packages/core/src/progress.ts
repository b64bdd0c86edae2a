/** Receives progress reports of long-running work. */
export interface Progress {
	/** Shows that a step has begun or advanced; replaces the previous step. */
	step(text: string): void;
	/** Prints a permanent line. */
	note(text: string): void;
}
