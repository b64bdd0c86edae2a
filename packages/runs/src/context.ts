import type { Progress } from "@lab/core";

/** Context of every operation on runs, set by the caller. */
export interface Context {
	/** Root of the repository. */
	readonly root: string;
	/** Folder of runs, sweeps and their programs. */
	readonly state: string;
	readonly progress: Progress;
	/** Stops waiting; a run that has started continues. */
	readonly signal: AbortSignal;
}
