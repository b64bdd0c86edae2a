import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { contentHash, run } from "@lab/core";

/** Path of a Python interpreter with these packages; its virtual environment is created once, in the cache. */
export async function pythonWith(
	requirements: readonly string[],
): Promise<string> {
	const cache = process.env.VACLAB_CACHE ?? join(homedir(), ".cache/vaclab");
	const folder = join(
		cache,
		`python-${contentHash(requirements).slice(0, 12)}`,
	);
	const program = join(folder, "bin/python");
	if (!existsSync(join(folder, "ready"))) {
		await run("python3", ["-m", "venv", folder], { timeout: "2m" });
		await run(program, ["-m", "pip", "install", "-q", ...requirements], {
			timeout: "10m",
		});
		await run("touch", [join(folder, "ready")], { timeout: "5s" });
	}
	return program;
}
