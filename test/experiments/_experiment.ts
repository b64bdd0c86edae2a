import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll } from "vitest";

export const root = join(import.meta.dirname, "../..");
let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "experiments-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Path of a file in this test's own temporary folder. */
export const inFolder = (name: string): string => join(folder, name);

/** Calls `pnpm experiment`. Runs are written to this test's folder, and a replica that happens to be running is not used. */
export async function experiment(...words: string[]) {
	const runs = ["run", "submit", "sweep"].includes(words[0] ?? "");
	const { exit, stdout, stderr } = await tryRun(
		process.execPath,
		[
			join(root, "packages/launch/launch.mjs"),
			join(root, "packages/cli/src/main.ts"),
			"experiment",
			...words,
			...(runs
				? ["--state", inFolder("state"), "--ledger", inFolder("ledger")]
				: []),
			"--json",
		],
		{
			cwd: root,
			timeout: "25m",
			env: { VACLAB_REPLICA_DIR: inFolder("no-replica") },
		},
	);
	return {
		exit,
		stderr,
		document: JSON.parse(stdout) as Record<string, unknown>,
	};
}
