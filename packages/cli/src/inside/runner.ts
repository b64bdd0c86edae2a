/** The runner inside a cluster, as its Job starts it; the only argument is the run's id. */

import { join } from "node:path";
import process from "node:process";
import { LabError } from "@lab/core";
import { places, runInside } from "@lab/runner";
import { execution } from "../experiment/execution.ts";

// The first process of a pod hears no signal that it does not ask for; whoever
// is the runner next goes on from the last event.
process.once("SIGTERM", () => process.exit(143));

const [id = ""] = process.argv.slice(2);
const print = (text: string) => process.stdout.write(`${text}\n`);
try {
	await runInside(
		id,
		places.input,
		execution(print, [join(import.meta.dirname, "judge.mjs")]),
		(line) => print(JSON.stringify(line)),
	);
} catch (error) {
	if (!(error instanceof LabError)) throw error;
	for (const { code, what, where } of error.findings)
		print(`error[${code}]: ${what}, at ${where}`);
	// The Job begins it again.
	process.exitCode = 1;
}
