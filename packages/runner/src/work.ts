import type { Plan } from "@lab/record";
import type { Backend, Follower } from "./backend.ts";
import type { EventLog } from "./event-log.ts";
import type { RunFolder, RunnerOptions } from "./run-folder.ts";

/** Context of every state. */
export interface Work {
	readonly folder: RunFolder;
	readonly plan: Plan;
	readonly options: RunnerOptions;
	readonly log: EventLog;
	readonly backend: Backend;
	/** Ships logs and scrapes metrics, from the first node to the end of collecting. */
	follower: Follower | undefined;
	/** Prints a line to the runner's log. */
	readonly print: (text: string) => void;
}

/** Work of one state; idempotent, so that it can be restarted at any time. */
export type StateWork = (work: Work, signal: AbortSignal) => Promise<void>;
