import process from "node:process";
import { exitCode } from "./error.ts";

/**
 * Runs a program in our terminal: it shares our standard streams, and Ctrl-C reaches it.
 *
 * @param env variables to add to those of this process
 * @returns its exit code; `unavailable` if a signal ended it
 */
export async function runInForeground(
	program: readonly string[],
	env: Readonly<Record<string, string>>,
): Promise<number> {
	// Imported here, so that only commands that need a terminal load zx.
	const { $ } = await import("zx");
	const ran = await $({
		stdio: "inherit",
		nothrow: true,
		env: { ...process.env, ...env },
	})`${program}`;
	return ran.exitCode ?? exitCode.unavailable;
}
