import type { Plan } from "@lab/record";
import type { Backend, Follower } from "./backend.ts";
import type { EventLog } from "./event-log.ts";
import type { RunFolder, RunOptions } from "./run-folder.ts";

/** What every state works with. */
export interface Work {
	readonly folder: RunFolder;
	readonly plan: Plan;
	readonly options: RunOptions;
	readonly log: EventLog;
	readonly backend: Backend;
	/** Ships logs and scrapes, from the first node to the end of collecting. */
	follower: Follower | undefined;
	/** For people who look on. */
	readonly tell: (text: string) => void;
}

/** The work of one state: may be done again from the start at any time. */
export type Step = (work: Work, signal: AbortSignal) => Promise<void>;
