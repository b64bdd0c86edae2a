import type { Progress } from "@lab/core";
import { LabError, runInForeground } from "@lab/core";
import { report, runCommandLine } from "./command-line.ts";
import { createProgress } from "./output.ts";

export interface Script {
	/** Group of commands that the script shortens: `pnpm <name> x` is `pnpm lab <name> x`. */
	readonly name: string;
	/** What `exec` provides to a program, in words; shown in the help. */
	readonly provides: string;
	/** Example program and arguments for `exec`, to copy. */
	readonly example: string;
	/** Environment variables for the program. @throws LabError if the replica or the inventory does not exist yet */
	readonly environment: (
		progress: Progress,
	) => Promise<Readonly<Record<string, string>>>;
}

/** Command line of an operator's script: a group of commands, and `exec` for any other program. */
export async function runScript(
	script: Script,
	words: readonly string[],
): Promise<number> {
	const [first, ...rest] = words;
	if (first === "exec") return execute(script, rest);
	const exit = await runCommandLine([script.name, ...words]);
	if (first === undefined || first === "--help")
		console.log(
			`pnpm ${script.name} exec <program> [words] runs any program with ${script.provides}, for example pnpm ${script.name} exec ${script.example}`,
		);
	return exit;
}

async function execute(
	{ name, example, environment }: Script,
	program: readonly string[],
): Promise<number> {
	try {
		if (program.length === 0)
			throw new LabError({
				code: "missing-argument",
				what: "no program to run",
				where: `pnpm ${name} exec`,
				help: `for example: pnpm ${name} exec ${example}`,
			});
		const progress = createProgress();
		const own = await environment(progress).finally(progress.end);
		return await runInForeground(program, own);
	} catch (error) {
		return report(error, false);
	}
}
