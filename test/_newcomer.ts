import { cp, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const leftOut = ["node_modules", ".git", ".lab", "runs"];

/** A copy of the sources that a newcomer may change; what is installed is shared. @returns its path */
export async function newcomersCopy(): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), "newcomer-"));
	await cp(root, copy, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (source) => !leftOut.some((name) => source === join(root, name)),
	});
	await symlink(join(root, "node_modules"), join(copy, "node_modules"));
	return copy;
}
