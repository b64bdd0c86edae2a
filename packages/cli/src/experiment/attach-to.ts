import { exitCode, LabError } from "@lab/core";
import { type RunFolder, readVerdict } from "@lab/runner";
import type { Answer, Input } from "../command.ts";
import { eventText, lookAt, verdictAnswer } from "./describe-run.ts";
import { isInside, watchRun } from "./runner-of.ts";

/** Looks on until the run is done; Ctrl-C leaves the run alone. */
export async function attachTo(
	folder: RunFolder,
	{ progress, signal }: Pick<Input, "progress" | "signal">,
): Promise<Answer> {
	const end = await watchRun(
		folder,
		(event) => {
			const text = eventText(event);
			if (text === undefined) return;
			if (event.kind === "entered") progress.step(text);
			else progress.note(`  ${text}`);
		},
		signal,
	);
	if (end === "done") return verdictAnswer(await readVerdict(folder));
	const run = await lookAt(folder, AbortSignal.timeout(20_000));
	if (end === "detached") {
		return {
			exit: exitCode.done,
			document: run,
			text: `detached; ${folder.id} goes on. pnpm experiment attach ${folder.id}`,
		};
	}
	throw new LabError({
		code: "runner-gone",
		what: `nobody works on the run any more, it is ${run.state}`,
		where: folder.runnerLog,
		help: (await isInside(folder))
			? `its Job is over: 'pnpm experiment logs ${folder.id}' says why`
			: `read the log, then 'pnpm experiment attach ${folder.id}' to go on`,
		exit: exitCode.letDown,
	});
}
