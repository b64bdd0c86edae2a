import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { environments } from "@lab/lab";
import {
	alone,
	bringUp,
	folderAt,
	processOf,
	readBundles,
	replicaTools,
	reset,
	settingsOf,
	up,
} from "@lab/ops";
import type { Progress } from "../output.ts";
import type { Aim } from "./registry.ts";

/** A replica of the bench's own, from nothing to ready and back. */
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
		const fresh = await seconds(() => alone(folder, base, () => up(base)));
		const bundles = await seconds(everything);
		const running = await seconds(everything);
		progress.step("letting the replica settle");
		await sleep(30_000);
		const { status } = await everything();
		const pids = status.services.map(({ pid }) => pid ?? 0);
		const megabytes = await privateMegabytes(pids);
		const repairs: number[] = [];
		for (const { name } of status.services) {
			const victim = await processOf(folder, name);
			if (victim === undefined) continue;
			process.kill(victim.pid, "SIGKILL");
			repairs.push(await seconds(() => alone(folder, base, () => up(base))));
		}
		const free = status.bundles.filter(({ state }) => state === "ready").length;
		return [
			{
				what: "warm up, from nothing to endpoints and Fleet",
				measured: fresh,
				unit: "s",
				atMost: 12,
			},
			{
				what: `after that, ${free} bundles ready`,
				measured: bundles,
				unit: "s",
				atMost: 30,
			},
			{
				what: "up on a running replica",
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
				what: "slowest repair of one killed process",
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

/** Memory that the processes have for themselves, with their part of what they share. */
async function privateMegabytes(pids: readonly number[]): Promise<number> {
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
