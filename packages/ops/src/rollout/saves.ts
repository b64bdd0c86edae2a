import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 700;

/** Path to when and how large; looked at, not watched: that misses nothing on any file system. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * Tells of folders below which something was saved since the call, or since
 * it told last, until the signal fires.
 */
export function saves(
	folders: readonly string[],
	signal: AbortSignal,
): AsyncIterable<readonly string[]> {
	const before = Promise.all(folders.map(look));
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
		const now = await Promise.all(folders.map(look));
		const saved = folders.filter(
			(_, index) => !isSame(before[index], now[index]),
		);
		before = now;
		if (saved.length > 0 && !signal.aborted) yield saved;
	}
}

async function look(folder: string): Promise<Snapshot> {
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	const files = entries.filter((entry) => entry.isFile());
	const looks = await Promise.all(
		files.map(async (entry) => {
			const path = join(entry.parentPath, entry.name);
			// One that is gone by now is as good as one that was not there.
			const about = await stat(path).catch(() => undefined);
			return [path, `${about?.mtimeMs} ${about?.size}`] as const;
		}),
	);
	return new Map(looks);
}

const isSame = (a: Snapshot | undefined, b: Snapshot | undefined): boolean =>
	a?.size === b?.size &&
	[...(a ?? [])].every(([key, at]) => b?.get(key) === at);
