import { randomBytes } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import {
	exitCode,
	type FileTree,
	LabError,
	removeTree,
	systemError,
	tryRun,
	writeTree,
} from "@lab/core";
import { type Hold, leaseFolder, swapFlag } from "./tree-lock.ts";

/**
 * Replaces a folder with a tree, so that after a kill at any time the folder has
 * either the old or the new files.
 *
 * The new tree is written next to the folder. A process in a separate session,
 * which signals to our process group do not reach, swaps the two by renaming. If
 * the second rename fails, it undoes the first. If a power failure interrupts the
 * swap, the next holder of the lock completes it.
 *
 * @throws LabError `disk-full`, `system-error` or `tree-not-replaced`; the folder then has the old files
 */
export async function replaceTree(
	folder: string,
	tree: FileTree,
	{ work, generation, signal }: Hold,
): Promise<void> {
	try {
		const next = join(work, `next-${randomBytes(6).toString("hex")}`);
		try {
			await mkdir(next);
			writeTree(next, tree);
			signal.throwIfAborted();
			if (existsSync(folder)) await swap(folder, next, work, generation);
			else renameSync(next, folder);
		} finally {
			await removeTree(next);
		}
	} catch (error) {
		throw systemError(error, folder) ?? error;
	}
}

/**
 * Creates its flag before it checks that no other process took the lock. That
 * process takes the lock before it checks for a flag. Therefore one of them
 * notices the other, even if this process was killed and lost the lock.
 */
const SWAP = `
folder=$1 previous=$2 next=$3 flag=$4 claim=$5 later=$6
trap 'rm -f "$flag"' EXIT
echo $$ >"$flag" || exit
if [ ! -e "$claim" ] || [ -e "$later" ]; then
	echo "another synth took the lock" >&2
	exit 1
fi
mv "$folder" "$previous" || exit
if [ -e "$folder" ] || ! mv "$next" "$folder"; then
	[ -e "$folder" ] || mv "$previous" "$folder"
	exit 1
fi
rm -rf "$previous"
`;

async function swap(
	folder: string,
	next: string,
	work: string,
	generation: number,
): Promise<void> {
	const claim = (number: number) => join(leaseFolder(folder), String(number));
	const previous = join(work, basename(next).replace("next-", "previous-"));
	const { exit, stderr } = await tryRun(
		"sh",
		[
			...["-c", SWAP, "swap", folder, previous, next],
			...[swapFlag(folder, generation), claim(generation)],
			claim(generation + 1),
		],
		{ timeout: "1m", detached: true },
	);
	if (exit === 0) return;
	throw new LabError({
		code: "tree-not-replaced",
		what: `the new files could not be moved there: ${stderr.trim() || "no reason given"}`,
		where: folder,
		help: "the old files are unchanged; fix the cause, and run synth again",
		exit: exitCode.unavailable,
	});
}
