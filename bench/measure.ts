import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";
import { launchCommand } from "@lab/launch";

export interface Measured {
	/** Wall-clock time of the process, median of the runs. */
	readonly seconds: number;
	/** User and system time, minimum of the runs. */
	readonly cpuSeconds: number;
	/** Peak resident set size, maximum of the runs. */
	readonly bytes: number;
}

/** Times a TypeScript program as a whole process, several times. Loads it module by module. */
export const measure = (
	args: readonly string[],
	runs: number,
	cwd: string,
): Promise<Measured> => measureNode(["--import", "tsx", ...args], runs, cwd);

/** Times a program of this repository as `pnpm` starts it, from its bundle. */
export const measureLaunched = (
	[source = "", ...args]: readonly string[],
	runs: number,
	cwd: string,
): Promise<Measured> =>
	measureNode([...launchCommand(source).slice(1), ...args], runs, cwd);

/** Times `node` with any arguments. */
export async function measureNode(
	args: readonly string[],
	runs: number,
	cwd: string,
): Promise<Measured> {
	const folder = await mkdtemp(join(tmpdir(), "bench-"));
	const file = join(folder, "memory");
	const seconds: number[] = [];
	let bytes = 0;
	let cpuSeconds = Number.POSITIVE_INFINITY;
	try {
		for (let index = 0; index < runs; index++) {
			const start = performance.now();
			await run(
				"node",
				["--import", join(import.meta.dirname, "_measured.mjs"), ...args],
				{ cwd, timeout: "10m", env: { BENCH_MEASURED: file } },
			);
			seconds.push((performance.now() - start) / 1000);
			const measured = JSON.parse(await readFile(file, "utf8")) as {
				bytes: number;
				cpuSeconds: number;
			};
			bytes = Math.max(bytes, measured.bytes);
			cpuSeconds = Math.min(cpuSeconds, measured.cpuSeconds);
		}
	} finally {
		await rm(folder, { recursive: true });
	}
	return { seconds: median(seconds), cpuSeconds, bytes };
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
