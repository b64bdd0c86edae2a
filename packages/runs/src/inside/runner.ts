/** Main program of the runner inside a cluster, started by its Job; the only argument is the run's id. */

import { join } from "node:path";
import process from "node:process";
import { LabError } from "@lab/core";
import { containerPaths, createInsideLog, runInside } from "@lab/runner";
import { execution } from "../execution.ts";

// PID 1 of a pod ignores signals that it does not handle. The next runner
// resumes after the last event.
process.once("SIGTERM", () => process.exit(143));

const [id = ""] = process.argv.slice(2);
const { print, line } = createInsideLog((text) => process.stdout.write(text));
try {
	await runInside(
		id,
		containerPaths.input,
		execution(print, [
			process.execPath,
			join(import.meta.dirname, "judge.mjs"),
		]),
		line,
	);
} catch (error) {
	if (!(error instanceof LabError)) throw error;
	for (const { code, what, where } of error.findings)
		print(`error[${code}]: ${what}, at ${where}`);
	// A non-zero exit code makes the Job restart the runner.
	process.exitCode = 1;
}
