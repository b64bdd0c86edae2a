import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { contentHash, run } from "@lab/core";

/** Packages that the tests compare with. Their wheels need CPython 3.9 or later, so check the machine of `.ci/run` when you change them. */
const requirements = ["scipy==1.17.1", "chdb==4.4.0"];

const folder = join(
	process.env.VACLAB_CACHE ?? join(homedir(), ".cache/vaclab"),
	`python-${contentHash(requirements).slice(0, 12)}`,
);
const ready = join(folder, "ready");

/** A separate virtual environment, created once; `REQUIRE_ALL=1` installs it if it is missing. */
export const pythonNeed = {
	what: `python3 with ${requirements.join(" and ")}`,
	isMet: () => existsSync(ready) || process.env.REQUIRE_ALL === "1",
};

/** @returns the output of the script */
export async function python(
	script: string,
	input: unknown = null,
): Promise<string> {
	const program = join(folder, "bin/python");
	if (!existsSync(ready)) {
		await run("python3", ["-m", "venv", folder], { timeout: "2m" });
		await run(program, ["-m", "pip", "install", "-q", ...requirements], {
			timeout: "10m",
		});
		await run("touch", [ready], { timeout: "5s" });
	}
	const { stdout } = await run(program, ["-c", script], {
		input: JSON.stringify(input),
		timeout: "5m",
	});
	return stdout;
}
