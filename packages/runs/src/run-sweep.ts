import { LabError, nameOfHolder, takeLease } from "@lab/core";
import type { Verdict } from "@lab/record";
import {
	createRun,
	type RunnerOptions,
	readVerdict,
	runFolder,
} from "@lab/runner";
import type { Context } from "./context.ts";
import { inspectRun } from "./inspect-run.ts";
import { watchRun } from "./runner-of.ts";
import { startRunnerOf } from "./start-run.ts";
import type { PlannedMember, SweepFolder } from "./sweep-state.ts";

/** Result of one run of a sweep. */
export interface MemberResult
	extends Pick<PlannedMember, "label" | "settings" | "replicate" | "seed"> {
	readonly plan: string;
	readonly run?: string;
	readonly verdict?: Verdict;
	/** Why there is no verdict. */
	readonly error?: string;
}

/** How a sweep runs. */
export interface SweepOptions {
	/** Number of concurrent runs. */
	readonly parallel: number;
	/** Whether runs that did not succeed are repeated. */
	readonly retry: boolean;
	readonly onResult: (result: MemberResult) => void;
}

/**
 * Executes the remaining runs of a sweep. A failed run does not stop the others.
 * When the signal fires, started runs continue in the background and no other
 * run starts.
 *
 * @throws LabError `sweep-runs` while another process executes the sweep
 */
export async function runSweep(
	sweep: SweepFolder,
	name: string,
	run: RunnerOptions,
	options: SweepOptions,
	context: Context,
): Promise<MemberResult[]> {
	const taken = await takeLease(sweep.lease, `sweep ${name}`);
	if ("heldBy" in taken) {
		throw new LabError({
			code: "sweep-runs",
			what: `${nameOfHolder(taken.heldBy)} already executes this sweep`,
			where: sweep.path,
			help: "wait for that process, or stop it with Ctrl-C and try again",
		});
	}
	try {
		await sweep.begin();
		return await runMembers(sweep, run, options, context);
	} finally {
		await taken.lease.release();
	}
}

async function runMembers(
	sweep: SweepFolder,
	run: RunnerOptions,
	{ parallel, retry, onResult }: SweepOptions,
	context: Context,
): Promise<MemberResult[]> {
	const { members } = sweep;
	const results: MemberResult[] = [];
	let next = 0;
	const worker = async () => {
		while (next < members.length && !context.signal.aborted) {
			const index = next++;
			const member = members[index] as PlannedMember;
			results[index] = {
				...shown(member),
				...(await runMember(sweep, index, run, retry, context)),
			};
			onResult(results[index]);
		}
	};
	await Promise.all(Array.from({ length: parallel }, worker));
	return members.map((member, index) => results[index] ?? shown(member));
}

const shown = ({ plan, label, settings, replicate, seed }: PlannedMember) => ({
	label,
	settings,
	replicate,
	seed,
	plan: plan.hash,
});

async function runMember(
	sweep: SweepFolder,
	index: number,
	options: RunnerOptions,
	retry: boolean,
	context: Context,
): Promise<Pick<MemberResult, "run" | "verdict" | "error">> {
	const { plan, label } = sweep.members[index] as PlannedMember;
	let { run } = await sweep.progress(index);
	try {
		if (
			run !== undefined &&
			retry &&
			(await failed(options.state, run, context.signal))
		) {
			run = undefined;
		}
		if (run === undefined) {
			run = (await createRun(plan, options)).id;
			// Before the runner starts, so that a resumed sweep finds the run.
			await sweep.remember(index, { run });
		}
		const folder = runFolder(options.state, run);
		const { state, runner } = await inspectRun(folder, context.signal);
		if (state !== "done" && runner === null) {
			await startRunnerOf(folder, context);
		}
		context.progress.step(`${label}: ${run}`);
		const end = await watchRun(folder, () => {}, context.signal);
		if (end === "done") return { run, verdict: await readVerdict(folder) };
		return {
			run,
			error:
				end === "detached"
					? "continues in the background"
					: `its runner has stopped: read ${folder.runnerLog}`,
		};
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		const why = error.findings
			.map(({ code, what }) => `${code}: ${what}`)
			.join("; ");
		await sweep.remember(index, { ...(run && { run }), error: why });
		return { ...(run && { run }), error: why };
	}
}

/** Whether a run ended with an outcome other than `succeeded`. */
async function failed(
	state: string,
	run: string,
	signal: AbortSignal,
): Promise<boolean> {
	const { state: now, outcome } = await inspectRun(
		runFolder(state, run),
		signal,
	);
	return now === "done" && outcome !== "succeeded";
}
