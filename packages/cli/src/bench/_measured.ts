/** Preloaded into a measured process: tells its peak memory and its CPU time when it ends. */
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
	const file = process.env.BENCH_MEASURED;
	if (file !== undefined) {
		// Kilobytes on Linux, bytes on macOS; the bench is run on Linux.
		const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
		writeFileSync(
			file,
			JSON.stringify({
				bytes: maxRSS * 1024,
				cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
			}),
		);
	}
});
