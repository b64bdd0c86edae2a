import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { whileFree } from "@lab/core";
import { deleteExpired, listRuns, runFolder } from "@lab/runner";
import { ensureTools } from "@lab/toolchain";
import { attachTo } from "./attach-to.ts";
import type { Context } from "./context.ts";
import { inspectRun } from "./inspect-run.ts";
import { sendToRunner } from "./runner-of.ts";
import { startRunnerOf } from "./start-run.ts";

/** Scope of a clean-up. */
export interface GarbageRequest {
	/** Delete the files of runs that ended more than this many milliseconds ago. */
	readonly olderMs?: number | undefined;
	/** Cluster from which all expired runs are removed, regardless of their owner. */
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
}

/** Result of a clean-up: ids of runs, and names of objects of the cluster (`expired`). */
export interface Garbage {
	readonly ended: readonly string[];
	readonly deleted: readonly string[];
	readonly expired: readonly string[];
}

/** Stops runs without a runner, deletes old runs, and removes expired objects from a cluster. */
export async function collectGarbage(
	{ olderMs, kubeconfig, context }: GarbageRequest,
	{ root, state, progress, signal }: Context,
): Promise<Garbage> {
	const ended: string[] = [];
	const deleted: string[] = [];
	for (const id of await listRuns(state)) {
		const folder = runFolder(state, id);
		const run = await inspectRun(folder, signal);
		if (run.state !== "done" && run.runner === null) {
			await sendToRunner(folder, { kind: "abort", by: "gc" }, signal);
			await startRunnerOf(folder, { root, state, signal });
			await attachTo(folder, () => {}, { signal });
			// The runner lives for a moment after its last event.
			await whileFree(folder.lease, { signal }, async () => {});
			ended.push(id);
		}
		if (olderMs === undefined || run.ended === undefined) continue;
		if (Date.now() - Number(BigInt(run.ended) / 1_000_000n) < olderMs) continue;
		await rm(folder.path, { recursive: true });
		deleted.push(id);
	}
	if (kubeconfig === undefined) return { ended, deleted, expired: [] };
	const { kubectl } = await ensureTools(["kubectl"], { progress, signal });
	const expired = await deleteExpired(
		{
			programs: { kubectl: [kubectl.path] },
			kubeconfig: resolve(root, kubeconfig),
			...(context !== undefined && { context }),
		},
		signal,
	);
	return { ended, deleted, expired };
}
