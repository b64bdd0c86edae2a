import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 700;

/** Modification time and size by path. Polled, because file watchers miss changes on some file systems. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * Yields the folders in which a file was saved since the call or since the last
 * yield, until the signal fires.
 */
export function watchForSaves(
	folders: readonly string[],
	signal: AbortSignal,
): AsyncIterable<readonly string[]> {
	const before = Promise.all(folders.map(snapshot));
	return follow(folders, before, signal);
}

async function* follow(
	folders: readonly string[],
	first: Promise<Snapshot[]>,
	signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
	let before = await first;
	while (!signal.aborted) {
		await sleep(POLL_MS, undefined, { signal }).catch(() => {});
		const now = await Promise.all(folders.map(snapshot));
		const saved = folders.filter(
			(_, index) => !isSame(before[index], now[index]),
		);
		before = now;
		if (saved.length > 0 && !signal.aborted) yield saved;
	}
}

async function snapshot(folder: string): Promise<Snapshot> {
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	const files = entries.filter((entry) => entry.isFile());
	const stats = await Promise.all(
		files.map(async (entry) => {
			const path = join(entry.parentPath, entry.name);
			// A file deleted in the meantime counts as absent.
			const about = await stat(path).catch(() => undefined);
			return [path, `${about?.mtimeMs} ${about?.size}`] as const;
		}),
	);
	return new Map(stats);
}

const isSame = (a: Snapshot | undefined, b: Snapshot | undefined): boolean =>
	a?.size === b?.size &&
	[...(a ?? [])].every(([key, at]) => b?.get(key) === at);
