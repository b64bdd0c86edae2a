import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const BEAT_MS = 2000;
const STALE_MS = 30_000;
const POLL_MS = 200;

export interface LockOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called once when another process (by its pid) holds the lock. */
	readonly onWait?: (holder: number) => void;
}

/**
 * Runs the body while no other process runs one under the same file. A lock
 * whose process is gone, or has not touched it for 30 s (its pid may be
 * someone else's by now), is taken over. Two that take it over at the same
 * moment do the same work twice: installing is atomic, so that harms nothing.
 */
export async function withLock<T>(
	file: string,
	options: LockOptions,
	body: () => Promise<T>,
): Promise<T> {
	await acquire(file, options);
	const beat = setInterval(() => {
		const now = new Date();
		// Taken over by another: there is no lock of ours to keep fresh.
		utimes(file, now, now).catch(() => clearInterval(beat));
	}, BEAT_MS).unref();
	try {
		return await body();
	} finally {
		clearInterval(beat);
		await rm(file, { force: true });
	}
}

async function acquire(file: string, options: LockOptions): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	for (let waited = false; ; ) {
		if (await tryToTake(file)) return;
		const holder = await readHolder(file);
		if (holder === undefined) continue;
		if (!holder.alive) {
			await rm(file, { force: true });
			continue;
		}
		if (!waited) options.onWait?.(holder.pid);
		waited = true;
		await sleep(POLL_MS, undefined, { signal: options.signal });
	}
}

async function tryToTake(file: string): Promise<boolean> {
	try {
		await writeFile(file, String(process.pid), { flag: "wx" });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		await rm(file, { force: true });
		throw error;
	}
}

async function readHolder(file: string) {
	try {
		const pid = Number(await readFile(file, "utf8"));
		const { mtimeMs } = await stat(file);
		const fresh = Date.now() - mtimeMs < STALE_MS;
		// An empty file is a lock whose pid is being written.
		return { pid, alive: fresh && (pid === 0 || runs(pid)) };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}

function runs(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
