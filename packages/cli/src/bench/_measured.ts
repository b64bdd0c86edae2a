/** Preloaded into a measured process: tells its peak memory when it ends. */
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
	const file = process.env.BENCH_MEASURED;
	if (file !== undefined) {
		// Kilobytes on Linux, bytes on macOS; the bench is run on Linux.
		writeFileSync(file, String(process.resourceUsage().maxRSS * 1024));
	}
});
