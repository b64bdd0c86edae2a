import { join } from "node:path";
import { assertNoFaults, exitCode, LabError } from "@lab/core";
import { launchCommand } from "@lab/launch";
import type { Plan } from "@lab/record";
import {
	createRun,
	type RunFolder,
	type RunnerOptions,
	startRunner,
	stateOfJob,
	submitInside,
} from "@lab/runner";
import type { Context } from "./context.ts";
import { execution } from "./execution.ts";
import { isInside } from "./runner-of.ts";

/** Creates a run of a plan and starts its runner. @throws LabError with every requirement that the backend does not meet */
export async function startRun(
	plan: Plan,
	options: RunnerOptions,
	context: Pick<Context, "root" | "state" | "signal">,
): Promise<RunFolder> {
	const folder = await createRun(plan, options);
	assertNoFaults(
		execution(() => {})
			.makeBackend(plan, folder, options)
			.check(plan),
	);
	await startRunnerOf(folder, context);
	return folder;
}

/** Starts a runner for a run that has none: in the background here, or as a Job of the cluster. */
export async function startRunnerOf(
	folder: RunFolder,
	{ root, state, signal }: Pick<Context, "root" | "state" | "signal">,
): Promise<void> {
	if (await isInside(folder)) {
		const job = await stateOfJob(folder, signal);
		if (job === "gone") return submitInside(folder, signal);
		if (job === "failed") {
			throw new LabError({
				code: "job-over",
				what: "the Job of the run has failed and will not be replaced",
				where: folder.id,
				help: `'pnpm experiment logs ${folder.id}' shows why; start a new run of the plan`,
				exit: exitCode.unavailable,
			});
		}
		// Its last lines are still to be read from the log.
		return;
	}
	await startRunner(folder, runnerCommand(state, folder.id), root);
}

/** Command that executes a run on this machine, until the run is done or on SIGTERM. */
export const runnerCommand = (
	state: string,
	id: string,
): readonly [string, ...string[]] => [
	...launchCommand(join(import.meta.dirname, "local-runner.ts")),
	state,
	id,
];
