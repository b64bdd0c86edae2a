import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";

export interface Measured {
	/** Wall clock of the whole process, median of the runs. */
	readonly seconds: number;
	/** User and system time, the least of the runs. */
	readonly cpuSeconds: number;
	/** Peak resident set, the largest of the runs. */
	readonly bytes: number;
}

/** Times a TypeScript program as a whole process, several times. */
export async function measure(
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
				[
					"--import",
					"tsx",
					"--import",
					join(import.meta.dirname, "_measured.ts"),
					...args,
				],
				{ cwd, timeout: "10m", env: { BENCH_MEASURED: file } },
			);
			seconds.push((performance.now() - start) / 1000);
			const told = JSON.parse(await readFile(file, "utf8")) as {
				bytes: number;
				cpuSeconds: number;
			};
			bytes = Math.max(bytes, told.bytes);
			cpuSeconds = Math.min(cpuSeconds, told.cpuSeconds);
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
