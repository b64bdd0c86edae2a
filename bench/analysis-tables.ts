import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "@lab/core";
import { type Measured, measure } from "./measure.ts";
import type { Aim } from "./registry.ts";

const program = join(import.meta.dirname, "_tables-scale.ts");
const SIZES = [100_000, 1_000_000, 10_000_000] as const;

/** Measures log files to Parquet, 10^5 to 10^7 lines; the peer is DuckDB, which extracts four fields of one event by regex. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-tables-"));
	const once = (task: string, lines: number) =>
		measure(
			[program, task, join(folder, String(lines)), String(lines)],
			1,
			root,
		);
	try {
		const ours: Measured[] = [];
		for (const lines of SIZES) {
			progress.step(`writing ${lines} lines`);
			await once("make", lines);
			progress.step(`${lines} lines to Parquet`);
			ours.push(await once("tables", lines));
		}
		progress.step("parsing the same files with DuckDB's regexes");
		const theirs = await once("regexes", SIZES[2]);
		const [small, middle, large] = ours as [Measured, Measured, Measured];
		// Differences between sizes cancel the cost of start-up.
		const microsecondsPerLine = (from: Measured, to: Measured, lines: number) =>
			((to.cpuSeconds - from.cpuSeconds) / lines) * 1e6;
		const upTo6 = microsecondsPerLine(small, middle, SIZES[1] - SIZES[0]);
		const upTo7 = microsecondsPerLine(middle, large, SIZES[2] - SIZES[1]);
		return [
			{
				what: "10^7 lines to Parquet, end to end",
				measured: SIZES[2] / 1e6 / large.cpuSeconds,
				unit: "M lines/s per core",
				atLeast: 0.4,
			},
			{
				what: "log files to Parquet: peak memory",
				measured: Math.max(...ours.map(({ bytes }) => bytes)) / 1e6,
				unit: "MB",
				atMost: 512,
			},
			{
				what: "peer: DuckDB, four fields of one event, by regex",
				measured: SIZES[2] / 1e6 / theirs.cpuSeconds,
				unit: "M lines/s per core",
			},
			{
				what: "cost per line, 10^5 to 10^6 lines",
				measured: upTo6,
				unit: "us",
			},
			{
				what: "cost per line, 10^6 to 10^7 lines",
				measured: upTo7,
				unit: "us",
			},
			{
				what: "cost per line: large / small",
				measured: upTo7 / upTo6,
				unit: "x",
				atMost: 1.2,
			},
		];
	} finally {
		await rm(folder, { recursive: true });
	}
}
