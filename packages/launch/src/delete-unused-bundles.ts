import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

const HOUR_MS = 3_600_000;

/** Deletes bundles that no record names, no living process marked, and nobody started within the hour. */
export async function deleteUnusedBundles(cache: string): Promise<void> {
	const names = await readdir(cache);
	const records = await Promise.all(
		names
			.filter((name) => name.endsWith(".json"))
			.map((name) => readFile(join(cache, name), "utf8")),
	);
	for (const name of names.filter((one) => one.startsWith("bundle-"))) {
		const folder = join(cache, name);
		if (records.some((record) => record.includes(name))) continue;
		// Another process may delete it at the same time.
		const found = await stat(folder).catch(() => undefined);
		if (found === undefined || Date.now() - found.mtimeMs < HOUR_MS) continue;
		const marks = (await readdir(folder)).filter((one) => one.endsWith(".pid"));
		if (marks.some((mark) => isAlive(Number.parseInt(mark, 10)))) continue;
		await rm(folder, { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Another user's process may not be signalled, but it is there.
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
