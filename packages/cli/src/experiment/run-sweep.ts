import { LabError } from "@lab/core";
import type { Verdict } from "@lab/record";
import {
	createRun,
	type RunOptions,
	readVerdict,
	runFolder,
} from "@lab/runner";
import type { Input } from "../command.ts";
import { lookAt } from "./describe-run.ts";
import { watchRun } from "./runner-of.ts";
import { startRunnerOf } from "./start-run.ts";
import type { PlannedMember, SweepFolder } from "./sweep-state.ts";

/** What became of one run of a sweep. */
export interface MemberResult
	extends Pick<PlannedMember, "label" | "settings" | "replicate" | "seed"> {
	readonly plan: string;
	readonly run?: string;
	readonly verdict?: Verdict;
	/** Why there is no verdict. */
	readonly error?: string;
}

/**
 * Runs what is left of a sweep, so many at a time. A run that fails does not
 * keep the others from theirs; when the signal fires, runs that have begun go
 * on alone and no other begins.
 */
export async function runSweep(
	sweep: SweepFolder,
	options: RunOptions,
	{ parallel, retry }: { readonly parallel: number; readonly retry: boolean },
	input: Input,
): Promise<MemberResult[]> {
	const { members } = sweep;
	const results: MemberResult[] = [];
	let next = 0;
	const worker = async () => {
		while (next < members.length && !input.signal.aborted) {
			const index = next++;
			const member = members[index] as PlannedMember;
			results[index] = {
				...shown(member),
				...(await runMember(sweep, index, options, retry, input)),
			};
			input.progress.note(resultText(results[index]));
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
	options: RunOptions,
	retry: boolean,
	input: Input,
): Promise<Pick<MemberResult, "run" | "verdict" | "error">> {
	const { plan, label } = sweep.members[index] as PlannedMember;
	let { run } = await sweep.progress(index);
	try {
		if (
			run !== undefined &&
			retry &&
			(await failed(options.state, run, input.signal))
		) {
			run = undefined;
		}
		if (run === undefined) {
			run = (await createRun(plan, options)).id;
			// Before its runner starts: whoever resumes the sweep finds the run.
			await sweep.remember(index, { run });
		}
		const folder = runFolder(options.state, run);
		const { state, runner } = await lookAt(folder, input.signal);
		if (state !== "done" && runner === null) {
			await startRunnerOf(folder, input);
		}
		input.progress.step(`${label}: ${run}`);
		const end = await watchRun(folder, () => {}, input.signal);
		if (end === "done") return { run, verdict: await readVerdict(folder) };
		return {
			run,
			error:
				end === "detached"
					? "goes on alone"
					: `its runner is gone: read ${folder.runnerLog}`,
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

/** Whether a run ended, and not with `succeeded`. */
async function failed(
	state: string,
	run: string,
	signal: AbortSignal,
): Promise<boolean> {
	const { state: now, outcome } = await lookAt(runFolder(state, run), signal);
	return now === "done" && outcome !== "succeeded";
}

export const resultText = ({
	label,
	run,
	verdict,
	error,
}: MemberResult): string =>
	[
		label,
		run ?? "not begun",
		verdict === undefined
			? (error ?? "")
			: `${verdict.outcome} / ${verdict.validity} / ${verdict.verdict}`,
	]
		.filter(Boolean)
		.join("  ");
