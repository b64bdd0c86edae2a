import type { Run } from "@lab/record";
import {
	foldRun,
	messagesInside,
	mirrorRun,
	type RunFolder,
	readEvents,
	readPlan,
} from "@lab/runner";
import { isInside, runnerOf } from "./runner-of.ts";

/** State of a run, and its runner: a process id, `job` for a Job of the cluster, or null. */
export type RunWithRunner = Run & { readonly runner: number | "job" | null };

/** State of a run according to its files, first updated from the cluster if the runner is there. */
export async function inspectRun(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<RunWithRunner> {
	const plan = await readPlan(folder);
	const fold = async () =>
		foldRun(
			folder.id,
			plan,
			readEvents(folder.events),
			await messagesInside(folder),
		);
	const run = await fold();
	if (run.state === "done") return { ...run, runner: null };
	const runner = await runnerOf(folder, signal);
	if (!(await isInside(folder))) return { ...run, runner };
	await mirrorRun(folder, signal);
	return { ...(await fold()), runner };
}
