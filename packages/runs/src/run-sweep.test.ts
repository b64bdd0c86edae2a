import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeLease } from "@lab/core";
import { expect, test } from "vitest";
import { runSweep } from "./run-sweep.ts";
import { openSweep } from "./sweep-state.ts";

test("a running sweep cannot be restarted and loses no state", async () => {
	const state = await mkdtemp(join(tmpdir(), "sweep-"));
	try {
		const running = await openSweep(state, "sizes", [], false);
		await running.begin();
		await running.remember(0, { run: "first" });
		await takeLease(running.lease, "sweep sizes");
		const again = await openSweep(state, "sizes", [], true);
		const options = { parallel: 1, retry: false, onResult: () => {} };
		const context = {
			root: state,
			state,
			progress: { step() {}, note() {} },
			signal: new AbortController().signal,
		};
		await expect(
			runSweep(again, "sizes", { state, programs: {} }, options, context),
		).rejects.toMatchObject({ code: "sweep-runs" });
		expect(await running.progress(0)).toEqual({ run: "first" });
	} finally {
		await rm(state, { recursive: true });
	}
});
