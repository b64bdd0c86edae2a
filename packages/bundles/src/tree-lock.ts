import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
	birthOf,
	type LeaseHolder,
	nameOfHolder,
	removeTree,
	systemError,
	whileFree,
	withLease,
} from "@lab/core";

export interface LockOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called while another process holds the lock of a folder. */
	readonly onWait?: ((holder: string, folder: string) => void) | undefined;
}

/** The exclusive right to write a folder. */
export interface Hold {
	/** Folder for temporary files, on the same file system. */
	readonly work: string;
	/** Increases with each holder. */
	readonly generation: number;
	/** Fires when the holder must stop. */
	readonly signal: AbortSignal;
}

/**
 * Folder for the lock and temporary files. It is next to the folder that it
 * belongs to, so that files can be renamed from one to the other, and has a
 * `.gitignore` of its own.
 */
export const workFolder = (folder: string): string =>
	join(dirname(folder), `.${basename(folder)}.synth`);

export const leaseFolder = (folder: string): string =>
	join(workFolder(folder), "lock");

/** File that exists while a process swaps the old and the new folder; holds its pid. */
export const swapFlag = (folder: string, generation: number): string =>
	join(workFolder(folder), `swap-${generation}`);

/** Runs a function that reads folders, again if another process wrote to them meanwhile. */
export const whileNobodyWrites = <T>(
	folders: readonly string[],
	options: LockOptions,
	body: () => Promise<T>,
): Promise<T> =>
	folders.reduceRight<() => Promise<T>>(
		(rest, folder) => () =>
			whileFree(leaseFolder(folder), waiting(folder, options), rest),
		body,
	)();

/**
 * Runs a function while holding the locks of folders. First repairs what a
 * killed process left.
 */
export async function whileHolding<T>(
	folders: readonly string[],
	options: LockOptions,
	body: (holds: ReadonlyMap<string, Hold>) => Promise<T>,
): Promise<T> {
	const holds = new Map<string, Hold>();
	// Sorted, so that two processes cannot wait for each other.
	const locked = [...folders].sort().reduceRight<() => Promise<T>>(
		(rest, folder) => async () => {
			const work = await makeWorkFolder(folder);
			const lease = leaseFolder(folder);
			const wait = waiting(folder, options);
			return withLease(...[lease, folder, wait], async (signal, generation) => {
				await repair(folder);
				holds.set(folder, { work, generation, signal });
				return rest();
			});
		},
		() => body(holds),
	);
	return locked().catch((error) => {
		throw systemError(error, folders[0]) ?? error;
	});
}

async function makeWorkFolder(folder: string): Promise<string> {
	const work = workFolder(folder);
	await mkdir(dirname(work), { recursive: true });
	// Not recursive: on a read-only file system, Node would report a missing folder.
	await mkdir(work).catch(ifThere);
	const ignore = join(work, ".gitignore");
	// Writing it again on a full disk would empty it.
	if (textOf(ignore) !== IGNORE_ALL) await writeFile(ignore, IGNORE_ALL);
	return work;
}

const IGNORE_ALL = "*\n";

const waiting = (folder: string, { signal, onWait }: LockOptions) => ({
	signal,
	onWait: (holder: LeaseHolder) => onWait?.(nameOfHolder(holder), folder),
});

/** Longer than the timeout of a swap. */
const LONGEST_SWAP_MS = 70_000;

/** Completes a swap that a power failure interrupted, and removes leftovers of a killed process. */
async function repair(folder: string): Promise<void> {
	const work = workFolder(folder);
	const left = (await readdir(work)).filter(
		(name) => name !== "lock" && name !== ".gitignore",
	);
	// The swap of a killed process continues without it.
	for (const name of left)
		if (name.startsWith("swap-")) await waitForSwap(join(work, name));
	const previous = left.find((name) => name.startsWith("previous-"));
	if (previous !== undefined && !existsSync(folder))
		await rename(join(work, previous), folder).catch(ifGone);
	for (const name of left) await removeTree(join(work, name));
}

async function waitForSwap(flag: string): Promise<void> {
	const until = performance.now() + LONGEST_SWAP_MS;
	while (performance.now() < until && existsSync(flag)) {
		const pid = Number(textOf(flag));
		if (pid > 0 && (await birthOf(pid)) === undefined) return;
		await sleep(10);
	}
}

/** Text of a file that may not exist. */
function textOf(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		ifGone(error as NodeJS.ErrnoException);
		return "";
	}
}

function ifThere(error: NodeJS.ErrnoException): void {
	if (error.code !== "EEXIST") throw error;
}

function ifGone(error: NodeJS.ErrnoException): void {
	if (error.code !== "ENOENT") throw error;
}
