import { exitCode } from "@lab/core";
import type { RunFolder } from "@lab/runner";
import { attachTo } from "@lab/runs";
import type { Answer, Context } from "../../command.ts";
import { eventText, verdictAnswer } from "./_run-text.ts";

/** Follows a run until it is done. Ctrl-C detaches; the run continues. */
export async function attach(
	folder: RunFolder,
	{ progress, signal }: Pick<Context, "progress" | "signal">,
): Promise<Answer> {
	const attached = await attachTo(
		folder,
		(event) => {
			const text = eventText(event);
			if (text === undefined) return;
			if (event.kind === "entered") progress.step(text);
			else progress.note(`  ${text}`);
		},
		{ signal },
	);
	return attached.end === "done"
		? verdictAnswer(attached.verdict)
		: {
				exit: exitCode.done,
				document: attached.run,
				text: `detached; ${folder.id} continues. To follow it again: pnpm experiment attach ${folder.id}`,
			};
}
