import { join } from "node:path";
import { run } from "@lab/core";
import { launchCommand } from "@lab/launch";
import type { Judgement } from "@lab/record";
import { type Execution, type Judge, makeBackend } from "@lab/runner";

type Command = readonly [program: string, ...words: string[]];

/** Backends and judge with which this program executes runs. */
export const execution = (
	print: (text: string) => void,
	judgeCommand: Command = launchCommand(
		join(import.meta.dirname, "judge-run.ts"),
	),
): Execution => ({
	makeBackend: makeBackend(print),
	judge: judgeBy(judgeCommand),
	print,
});

/**
 * Judges by the delivery ledger and its figures in a separate process, so that
 * an analysis that runs out of memory does not kill the runner.
 */
const judgeBy =
	([program, ...words]: Command): Judge =>
	async (folder, _plan, conditions) => {
		const { stdout } = await run(program, [...words, folder], {
			timeout: "1h",
			input: JSON.stringify(conditions),
		});
		return JSON.parse(stdout) as Judgement[];
	};
