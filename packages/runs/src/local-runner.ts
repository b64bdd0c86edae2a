/** The runner of one run on this machine: `local-runner.ts <state> <id>`. Its output is the run's log. */

import process from "node:process";
import { exitCode, formatFinding, LabError } from "@lab/core";
import { executeRun, runFolder } from "@lab/runner";
import { execution } from "./execution.ts";

// The next runner resumes after the last event.
for (const signal of ["SIGINT", "SIGTERM"] as const)
	process.on(signal, () => process.exit(exitCode.unavailable));

const [state = "", id = ""] = process.argv.slice(2);
const start = performance.now();
const print = (text: string) => {
	const seconds = (performance.now() - start) / 1000;
	process.stdout.write(`[${seconds.toFixed(1)}s] ${text}\n`);
};
try {
	const verdict = await executeRun(runFolder(state, id), execution(print));
	print(`${verdict.outcome} / ${verdict.validity} / ${verdict.verdict}`);
} catch (error) {
	if (!(error instanceof LabError)) throw error;
	for (const finding of error.findings) print(formatFinding(finding));
	process.exitCode = error.exit;
}
