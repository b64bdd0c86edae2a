import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "@lab/core";
import { environments } from "@lab/lab";
import {
	bringUp,
	folderAt,
	processOf,
	readBundles,
	replicaTools,
	reset,
	settingsOf,
	up,
	withReplicaLock,
} from "@lab/replica";
import type { Aim } from "./registry.ts";

/** Measures a separate replica: start, roll-out, memory and repair. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const home = await mkdtemp(join(tmpdir(), "bench-local-lab-"));
	const folder = folderAt(join(home, "replica"));
	const tree = join(root, "local-lab/fleet");
	const settings = settingsOf(await readBundles(tree));
	const env = environments.local;
	const base = { folder, env, settings, progress };
	await replicaTools(progress);
	const seconds = async (body: () => Promise<unknown>): Promise<number> => {
		const start = performance.now();
		await body();
		return (performance.now() - start) / 1000;
	};
	const everything = () =>
		bringUp({ ...base, tree, rollOut: true, patienceMs: 120_000 });
	try {
		const fresh = await seconds(() =>
			withReplicaLock(folder, base, () => up(base)),
		);
		const bundles = await seconds(everything);
		const running = await seconds(everything);
		progress.step("letting the replica settle");
		await sleep(30_000);
		const { status } = await everything();
		const pids = status.services.map(({ pid }) => pid ?? 0);
		const megabytes = await megabytesOf(pids);
		const repairs: number[] = [];
		for (const { name } of status.services) {
			const victim = await processOf(folder, name);
			if (victim === undefined) continue;
			process.kill(victim.pid, "SIGKILL");
			repairs.push(
				await seconds(() => withReplicaLock(folder, base, () => up(base))),
			);
		}
		const ready = status.bundles.filter(
			({ state }) => state === "ready",
		).length;
		return [
			{
				what: "start with a warm cache, until endpoints and Fleet are ready",
				measured: fresh,
				unit: "s",
				atMost: 12,
			},
			{
				what: `roll-out of ${ready} bundles`,
				measured: bundles,
				unit: "s",
				atMost: 30,
			},
			{
				what: "`up` on a running replica",
				measured: running,
				unit: "s",
				atMost: 1,
			},
			{
				what: `idle memory of ${pids.length} processes`,
				measured: megabytes,
				unit: "MB",
				atMost: 1000,
			},
			{
				what: "slowest repair of a killed process",
				measured: Math.max(...repairs),
				unit: "s",
				atMost: 20,
			},
		];
	} finally {
		await reset(folder, progress);
		await rm(home, { recursive: true, force: true });
	}
}

/** Proportional set size of the processes, in MB: private memory plus their share of shared memory. */
async function megabytesOf(pids: readonly number[]): Promise<number> {
	const sizes = await Promise.all(
		pids.map(async (pid) => {
			const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(
				() => "",
			);
			return Number(/^Pss: +(\d+) kB$/m.exec(text)?.[1] ?? 0);
		}),
	);
	return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
