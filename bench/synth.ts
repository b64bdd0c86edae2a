import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Progress, readTree } from "@lab/core";
import { measure, measureLaunched } from "./measure.ts";
import type { Aim } from "./registry.ts";

const RUNS = 5;
const program = (name: string) => join(import.meta.dirname, name);

/** Measures the whole command against its floor, and the cost of 10 and 100 times the bundles. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-synth-"));
	try {
		progress.step("synthesising both environments");
		const out = join(folder, "synth");
		const main = join(root, "packages/cli/src/main.ts");
		await measureLaunched([main, "synth", "--out", out], 1, root);
		const files = (await readTree(out)).size;
		const ours = await measureFromNothing(main, out, root);
		progress.step(`floor: cdk8s and ${files} files`);
		const floor = await measure(
			[program("_synth-floor.ts"), join(folder, "floor"), String(files)],
			RUNS,
			root,
		);
		const perBundle: number[] = [];
		for (const factor of [1, 10, 100]) {
			progress.step(`synthesising ${factor} times the bundles`);
			const scaled = join(folder, `scale-${factor}`);
			const empty = await measure(
				[program("_synth-scale.ts"), scaled, "0"],
				3,
				root,
			);
			const full = await measure(
				[program("_synth-scale.ts"), scaled, String(factor * BUNDLES)],
				1,
				root,
			);
			perBundle.push((full.cpuSeconds - empty.cpuSeconds) / (factor * BUNDLES));
		}
		const [one = 0, , hundred = 0] = perBundle;
		return [
			{ what: "synth of both environments", measured: ours.seconds, unit: "s" },
			{
				what: "floor: import cdk8s and cdk8s-plus, write as many files",
				measured: floor.seconds,
				unit: "s",
			},
			{
				what: "synth / floor",
				measured: ours.seconds / floor.seconds,
				unit: "x",
				atMost: 2.5,
			},
			{
				what: "peak memory of synth",
				measured: ours.bytes / 1e6,
				unit: "MB",
				atMost: 300,
			},
			{
				what: "CPU time for 100 times the bundles / for the bundles",
				measured: (100 * hundred) / one,
				unit: "x",
				atMost: 110,
			},
		];
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** Approximate number of the lab's bundles: the unit of the scaled sizes. */
const BUNDLES = 30;

async function measureFromNothing(main: string, out: string, root: string) {
	const results = [];
	for (let index = 0; index < RUNS; index++) {
		await rm(out, { recursive: true, force: true });
		results.push(await measureLaunched([main, "synth", "--out", out], 1, root));
	}
	results.sort((a, b) => a.seconds - b.seconds);
	return {
		seconds: results[Math.floor(RUNS / 2)]?.seconds ?? Number.NaN,
		bytes: Math.max(...results.map(({ bytes }) => bytes)),
	};
}
