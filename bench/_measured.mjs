/** Preloaded into a measured process: writes its peak memory and its CPU time to `$BENCH_MEASURED` on exit. */
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
	const file = process.env.BENCH_MEASURED;
	if (file !== undefined) {
		// Kilobytes on Linux, bytes on macOS; the bench runs on Linux.
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
