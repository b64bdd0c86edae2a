import { exitCode, LabError } from "@lab/core";
import type { RunEvent, Verdict } from "@lab/record";
import { type RunFolder, readVerdict } from "@lab/runner";
import type { Context } from "./context.ts";
import { inspectRun, type RunWithRunner } from "./inspect-run.ts";
import { isInside, watchRun } from "./runner-of.ts";

/** How watching ended: the run is done, or the caller detached from it. */
export type Attached =
	| { readonly end: "done"; readonly verdict: Verdict }
	| { readonly end: "detached"; readonly run: RunWithRunner };

/**
 * Shows the events of a run until it is done or the signal fires, which does not
 * stop the run.
 *
 * @throws LabError `runner-gone` if the run is not done and has no runner
 */
export async function attachTo(
	folder: RunFolder,
	show: (event: RunEvent) => void,
	{ signal }: Pick<Context, "signal">,
): Promise<Attached> {
	const end = await watchRun(folder, show, signal);
	if (end === "done") return { end, verdict: await readVerdict(folder) };
	const run = await inspectRun(folder, AbortSignal.timeout(20_000));
	if (end === "detached") return { end, run };
	throw new LabError({
		code: "runner-gone",
		what: `the run is '${run.state}', but its runner has stopped`,
		where: folder.runnerLog,
		help: (await isInside(folder))
			? `its Job has ended: 'pnpm experiment logs ${folder.id}' shows why`
			: `read the log, then run 'pnpm experiment attach ${folder.id}' to resume`,
		exit: exitCode.unavailable,
	});
}
