import { cp, mkdir, mkdtemp, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const notCopied = ["node_modules", ".git", ".lab", "runs"];

/** Copies the sources, so that a test can change them like a newcomer; installed packages are shared. @returns path of the copy */
export async function newcomersCopy(): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), "newcomer-"));
	await cp(root, copy, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (source) => !notCopied.some((name) => source === join(root, name)),
	});
	const installed = join(root, "node_modules");
	await mkdir(join(copy, "node_modules"));
	for (const name of await readdir(installed)) {
		const [from, to] = [
			join(installed, name),
			join(copy, "node_modules", name),
		];
		// Links to our own packages are relative, so their copies point into the copy.
		if (name === "@lab")
			await cp(from, to, { recursive: true, verbatimSymlinks: true });
		// Caches are not shared, since two programs would write to the same files.
		else if (!/^\.(cache|vite)/.test(name)) await symlink(from, to);
	}
	return copy;
}
