import process from "node:process";
import { exitCode, LabError } from "@lab/core";
import { report, runCommandLine } from "./command-line.ts";
import { createProgress, type Progress } from "./output.ts";

export interface Script {
	/** The group of commands it stands for: `pnpm <name> x` is `pnpm lab <name> x`. */
	readonly name: string;
	/** What a program run by its `exec` is given, for its help. */
	readonly gives: string;
	/** Words of an `exec` to copy. */
	readonly example: string;
	/** The variables by which such a program finds what it works on. @throws LabError where there is nothing yet */
	readonly environment: (
		progress: Progress,
	) => Promise<Readonly<Record<string, string>>>;
}

/** The command line of an operator's script: a group of commands, and `exec` for any program that none of them is. */
export async function runScript(
	script: Script,
	words: readonly string[],
): Promise<number> {
	const [first, ...rest] = words;
	if (first === "exec") return execute(script, rest);
	const exit = await runCommandLine([script.name, ...words]);
	if (first === undefined || first === "--help")
		console.log(
			`pnpm ${script.name} exec <program> [words] runs a program of yours with ${script.gives}: pnpm ${script.name} exec ${script.example}`,
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
		const env = { ...process.env, ...own };
		// Only here: every other command starts without waiting for it.
		const { $ } = await import("zx");
		const ran = await $({ stdio: "inherit", nothrow: true, env })`${program}`;
		return ran.exitCode ?? exitCode.letDown;
	} catch (error) {
		return report(error, false);
	}
}
