import { join } from "node:path";
import process from "node:process";
import { run } from "@lab/core";
import type { Judgement } from "@lab/record";
import { type Execution, type Judge, makeBackend } from "@lab/runner";

/** How this program runs runs: with which backends, and who judges. */
export const execution = (
	tell: (text: string) => void,
	judgeProgram: readonly string[] = [
		"--import",
		"tsx",
		join(import.meta.dirname, "judge-run.ts"),
	],
): Execution => ({
	makeBackend: makeBackend(tell),
	judge: judgeBy(judgeProgram),
	tell,
});

/**
 * The delivery ledger and its figures, in a process of its own: an analysis
 * that needs more memory than there is must not take the runner with it.
 */
const judgeBy =
	(program: readonly string[]): Judge =>
	async (folder, _plan, conditions) => {
		const { stdout } = await run(process.execPath, [...program, folder], {
			timeout: "1h",
			input: JSON.stringify(conditions),
		});
		return JSON.parse(stdout) as Judgement[];
	};
