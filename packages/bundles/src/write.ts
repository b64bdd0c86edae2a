import { existsSync, renameSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type FileTree, removeTree, run, writeTree } from "@lab/core";

/**
 * Puts a whole tree in the place of a folder: whoever looks, and whenever we
 * are killed, sees the old one or the new one.
 *
 * The new tree is written beside the folder. The two renames that swap them
 * are done by a process of its own session, which a signal to us (or to our
 * group) does not reach. What a loss of power leaves between them is put
 * right by `repairTree`.
 */
export async function replaceTree(
	folder: string,
	tree: FileTree,
): Promise<void> {
	const { next, previous } = besides(folder);
	await removeTree(next);
	await mkdir(next, { recursive: true });
	writeTree(next, tree);
	if (!existsSync(folder)) {
		renameSync(next, folder);
		return;
	}
	await run(
		"sh",
		[
			"-c",
			'mv "$1" "$2" && mv "$3" "$1" && rm -rf "$2"',
			"swap",
			folder,
			previous,
			next,
		],
		{ timeout: "1m", detached: true },
	);
}

/** Completes a swap that a loss of power cut in two, and takes away what a killed process left. */
export async function repairTree(folder: string): Promise<void> {
	const { next, previous } = besides(folder);
	if (existsSync(previous)) {
		if (existsSync(folder)) await removeTree(previous);
		else await run("mv", [previous, folder], { timeout: "1m", detached: true });
	}
	await removeTree(next);
}

const besides = (folder: string) => ({
	next: join(dirname(folder), `.${basename(folder)}.next`),
	previous: join(dirname(folder), `.${basename(folder)}.previous`),
});
