import { exitCode, LabError, writeFileAtomically } from "@lab/core";
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
import { runnerName, takeLease } from "./lease.ts";
import { mayPass, persist, reasonOf } from "./persist.ts";
import {
	type RunFolder,
	type RunOptions,
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
import type { Step, Work } from "./work.ts";

const nothing: Step = async () => {};

const steps: Readonly<Record<Exclude<State, "done">, Step>> = {
	planned: nothing,
	queued,
	leased: nothing,
	deploying,
	settling,
	running,
	draining,
	collecting,
	"tearing-down": tearingDown,
};

/** States in which an attempt that failed is simply made again, whatever the fault. */
const stubborn: readonly State[] = ["collecting", "tearing-down"];

export interface Execution {
	readonly makeBackend: (
		plan: Plan,
		folder: RunFolder,
		options: RunOptions,
	) => Backend;
	/** Who tells what the dataset says. */
	readonly judge: Judge;
	readonly tell?: (text: string) => void;
}

/**
 * Takes a run from wherever it is to its end. A run whose runner died goes on
 * from its last event.
 *
 * @throws LabError `run-taken` when another runner is at it, `not-torn-down`
 *   when something could not be taken away in time: the run stays there
 */
export async function executeRun(
	folder: RunFolder,
	{ makeBackend, judge, tell = () => {} }: Execution,
): Promise<Verdict> {
	const taken = await takeLease(folder.lease, `run ${folder.id}`);
	if ("heldBy" in taken) {
		throw new LabError({
			code: "run-taken",
			what: `another runner is at it: ${taken.heldBy}`,
			where: folder.id,
			help: "look on with 'pnpm experiment attach'",
		});
	}
	const plan = await readPlan(folder);
	const options = await readOptions(folder);
	const log = openEventLog(folder.events, runnerName(taken.lease.generation));
	const work: Work = {
		folder,
		plan,
		options,
		log,
		backend: makeBackend(plan, folder, options),
		follower: undefined,
		tell,
	};
	try {
		begin(work);
		for (;;) {
			const state = stateOf(log);
			await saveRun(work);
			if (state === "done") return readVerdict(folder);
			tell(state);
			const next = await leave(work, state);
			if (next === "done") await reachVerdict(work, judge);
			log.append("entered", { state: next });
		}
	} finally {
		await work.follower?.stop();
		log.close();
		await taken.lease.release();
	}
}

const stateOf = (log: EventLog): State =>
	log.last("entered")?.state ?? "planned";

function begin({ log, plan, folder }: Work): void {
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

/** Does the work of a state. @returns the state after it */
async function leave(
	work: Work,
	state: Exclude<State, "done">,
): Promise<State> {
	const { log } = work;
	const watch = watchDeadline(work, state, limitOf(work, state));
	try {
		watch.signal.throwIfAborted();
		await persist(
			() => steps[state](work, watch.signal),
			watch.signal,
			(error) => stubborn.includes(state) || mayPass(error),
			(error, attempt) => {
				log.append("step-failed", { state, attempt, why: reasonOf(error) });
				work.tell(`${state}, attempt ${attempt}: ${reasonOf(error)}`);
			},
		);
		if (state === "tearing-down" && log.last("outcome") === undefined) {
			log.append("outcome", { outcome: "succeeded" });
		}
		return states[states.indexOf(state) + 1] as State;
	} catch (error) {
		return afterFault(work, state, watch.signal, error);
	} finally {
		watch.stop();
	}
}

/** Where a run goes when a state could not do its work: always by way of collecting. */
function afterFault(
	{ log, folder }: Work,
	state: State,
	signal: AbortSignal,
	error: unknown,
): State {
	const interruption = signal.reason;
	// What is left to take down does not change what the procedure came to.
	if (log.last("outcome") === undefined && state !== "tearing-down") {
		if (interruption instanceof Interruption) {
			// An attempt that failed to the last is the better reason than the clock.
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
				help: "mend that, then 'pnpm experiment gc'",
				exit: exitCode.letDown,
				cause: error,
			});
		default:
			return "draining";
	}
}

/** How long a state may take, in ms. */
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
