import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import process from "node:process";
import {
	exitCode,
	isRetryable,
	LabError,
	nameOfHolder,
	reasonOf,
	retry,
	takeLease,
	writeFileAtomically,
} from "@lab/core";
import {
	endOf,
	type Plan,
	type State,
	states,
	type Verdict,
} from "@lab/record";
import type { Backend } from "./backend.ts";
import { Interruption } from "./control.ts";
import { type EventLog, openEventLog } from "./event-log.ts";
import { foldRun } from "./fold-run.ts";
import { countMessages } from "./journal.ts";
import {
	type RunFolder,
	type RunnerOptions,
	readOptions,
	readPlan,
} from "./run-folder.ts";
import { collecting } from "./states/collecting.ts";
import { deploying } from "./states/deploying.ts";
import { draining } from "./states/draining.ts";
import { queued } from "./states/queued.ts";
import { running } from "./states/running.ts";
import { settling } from "./states/settling.ts";
import { tearingDown } from "./states/tearing-down.ts";
import { type Judge, reachVerdict, readVerdict } from "./verdict.ts";
import { watchDeadline } from "./watch-deadline.ts";
import type { StateWork, Work } from "./work.ts";

const noWork: StateWork = async () => {};

const workOf: Readonly<Record<Exclude<State, "done">, StateWork>> = {
	planned: noWork,
	queued,
	leased: noWork,
	deploying,
	settling,
	running,
	draining,
	collecting,
	"tearing-down": tearingDown,
};

/** States whose work is retried after any failure, including bugs of the runner. */
const retriedAlways: readonly State[] = ["collecting", "tearing-down"];

export interface Execution {
	readonly makeBackend: (
		plan: Plan,
		folder: RunFolder,
		options: RunnerOptions,
	) => Backend;
	/** Judges the conditions that need the dataset. */
	readonly judge: Judge;
	/** Prints a line to the runner's log. */
	readonly print?: (text: string) => void;
}

/**
 * Executes a run from its current state to its end. A run whose runner died is
 * resumed after its last event.
 *
 * @throws LabError `run-taken` if the run has another runner, `lease-lost` if
 *   another runner took over, `not-torn-down` if something could not be removed
 *   in time; the run then stays in `tearing-down`
 */
export async function executeRun(
	folder: RunFolder,
	{ makeBackend, judge, print = () => {} }: Execution,
): Promise<Verdict> {
	const taken = await takeLease(folder.lease, `run ${folder.id}`);
	if ("heldBy" in taken) {
		throw new LabError({
			code: "run-taken",
			what: `the run already has a runner: ${taken.heldBy.what} (${nameOfHolder(taken.heldBy)})`,
			where: folder.id,
			help: "follow it with 'pnpm experiment attach'",
		});
	}
	const plan = await readPlan(folder);
	const options = await readOptions(folder);
	const { generation, lost, release } = taken.lease;
	const log = openEventLog(
		folder.events,
		`${hostname()}/${process.pid}#${generation}`,
	);
	const work: Work = {
		folder,
		plan,
		options,
		log,
		backend: makeBackend(plan, folder, options),
		follower: undefined,
		print,
	};
	try {
		recordStart(work);
		for (;;) {
			const state = stateOf(log);
			await saveRun(work);
			if (state === "done") return readVerdict(folder);
			print(state);
			const next = await executeState(work, state, lost);
			if (next === "done") await reachVerdict(work, judge);
			log.append("entered", { state: next });
		}
	} finally {
		await work.follower?.stop();
		log.close();
		await release();
	}
}

const stateOf = (log: EventLog): State =>
	log.last("entered")?.state ?? "planned";

function recordStart({ log, plan, folder }: Work): void {
	if (log.events.length === 0) {
		log.append("created", {
			run: folder.id,
			plan: plan.hash,
			experiment: plan.experiment,
			name: plan.name,
			backend: plan.backend,
			namespace: plan.namespace,
		});
		log.append("entered", { state: "planned" });
		return;
	}
	if (stateOf(log) !== "done") log.append("resumed", { state: stateOf(log) });
}

/** Does the work of a state. @returns the next state */
async function executeState(
	work: Work,
	state: Exclude<State, "done">,
	lost: AbortSignal,
): Promise<State> {
	const { log } = work;
	const watch = watchDeadline(work, state, limitOf(work, state));
	const signal = AbortSignal.any([watch.signal, lost]);
	// Every pending request adds a listener, and there may be one per node.
	setMaxListeners(0, signal);
	try {
		signal.throwIfAborted();
		await retry(() => workOf[state](work, signal), {
			signal,
			shouldRetry: (error) =>
				retriedAlways.includes(state) || isRetryable(error),
			onFailure(error, attempt) {
				log.append("step-failed", { state, attempt, why: reasonOf(error) });
				work.print(`${state}, attempt ${attempt}: ${reasonOf(error)}`);
			},
		});
		if (state === "tearing-down" && log.last("outcome") === undefined) {
			log.append("outcome", { outcome: "succeeded" });
		}
		return states[states.indexOf(state) + 1] as State;
	} catch (error) {
		// From here on only the new runner may append events.
		lost.throwIfAborted();
		return stateAfterFailure(work, state, watch.signal, error);
	} finally {
		watch.stop();
	}
}

/** State that follows a failed state; no path to `tearing-down` skips `collecting`. */
function stateAfterFailure(
	{ log, folder }: Work,
	state: State,
	signal: AbortSignal,
	error: unknown,
): State {
	const interruption = signal.reason;
	// A failure to tear down does not change the outcome of the procedure.
	if (log.last("outcome") === undefined && state !== "tearing-down") {
		if (interruption instanceof Interruption) {
			// The error of the last attempt explains more than the time limit.
			const why = error instanceof Interruption ? "" : `: ${reasonOf(error)}`;
			log.append("outcome", {
				outcome: interruption.outcome,
				why: `${interruption.message}${why}`,
			});
		} else {
			log.append("outcome", {
				outcome: "failed",
				why: `${state}: ${reasonOf(error)}`,
			});
		}
	}
	if (!(error instanceof LabError) && !(error instanceof Interruption)) {
		log.append("step-failed", {
			state,
			attempt: 1,
			why:
				error instanceof Error ? (error.stack ?? error.message) : String(error),
		});
	}
	switch (state) {
		case "draining":
			return "collecting";
		case "collecting":
			log.append("not-collected", { what: "dataset", why: reasonOf(error) });
			return "tearing-down";
		case "tearing-down":
			throw new LabError({
				code: "not-torn-down",
				what: reasonOf(error),
				where: folder.id,
				help: "fix the cause, then run 'pnpm experiment gc'",
				exit: exitCode.unavailable,
				cause: error,
			});
		default:
			return "draining";
	}
}

/** Time limit of a state, in ms. */
function limitOf({ plan, log }: Work, state: State): number {
	const { limits, timeline, drain } = plan;
	switch (state) {
		case "queued":
			return limits.queuedMs;
		case "deploying":
			return limits.deployingMs;
		case "settling":
			return limits.settlingMs;
		case "running":
			return Math.max(0, ...timeline.map(endOf)) + limits.runningMs;
		case "draining":
			return (
				limits.drainingMs +
				(log.last("outcome") === undefined ? drain.dwellMs : 0)
			);
		case "collecting":
			return limits.collectingMs;
		case "tearing-down":
			return limits.tearingDownMs;
		default:
			return 60_000;
	}
}

async function saveRun({ folder, plan, log }: Work): Promise<void> {
	const run = foldRun(folder.id, plan, log.events, countMessages(folder));
	await writeFileAtomically(folder.run, JSON.stringify(run, null, 2));
}
