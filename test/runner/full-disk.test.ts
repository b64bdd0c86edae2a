import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { smallPlan } from "@lab/record/testing";
import type { RunFolder } from "@lab/runner";
import { expect, test } from "vitest";
import { eventsOf, execute, newRun, processesOf } from "./fixtures.ts";

/** A run whose logs do not fit into the folder of the dataset, until `free` is called. */
async function withFullDisk(
	collectingMs: number,
	body: (folder: RunFolder, free: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
	const folder = await newRun(
		smallPlan({
			messages: 30,
			change: (open) => {
				open.limits.collectingMs = collectingMs;
			},
		}),
	);
	const logs = join(folder.path, "logs");
	await mkdir(logs);
	const mount = (...args: string[]) => run("mount", args, { timeout: "10s" });
	await mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", logs);
	try {
		await body(folder, () => mount("-o", "remount,size=16m", logs));
	} finally {
		await run("umount", [logs], { timeout: "10s" });
	}
}

describeNeeding(["root"], "a full disk while collecting", () => {
	test("is retried until there is room and everything is collected", () =>
		withFullDisk(30_000, async (folder, free) => {
			const verdict = await execute(folder, {
				print: (text) => {
					if (text.startsWith("collecting, attempt 2")) void free();
				},
			});
			expect(verdict).toMatchObject({ validity: "valid", verdict: "pass" });
			expect(eventsOf(folder, "step-failed")[0]?.why).toContain("ENOSPC");
		}));

	test("that stays full makes the run invalid with the reason; the run is torn down", () =>
		withFullDisk(2500, async (folder) => {
			const verdict = await execute(folder);
			expect(verdict.validity).toBe("invalid");
			expect(verdict.reasons.join("\n")).toContain("ENOSPC");
			expect(await processesOf(folder)).toEqual([]);
		}));
});
