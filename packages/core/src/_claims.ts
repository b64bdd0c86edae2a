import { randomUUID } from "node:crypto";
import {
	link,
	mkdir,
	open,
	readdir,
	readFile,
	rm,
	truncate,
	utimes,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import type { Daemon } from "./daemon.ts";

/** Process that holds or held a lease. */
export interface LeaseHolder extends Daemon {
	/** Purpose of the lease, shown to the processes that wait for it. */
	readonly what: string;
	readonly host: string;
	/** Id of its process table. Only processes that share a table can look each other up by pid. */
	readonly processTable: string;
}

/** One generation of a lease: a file named after its number. */
export interface Claim {
	readonly generation: number;
	/** Absent once the lease was released. */
	readonly holder?: LeaseHolder & { readonly id: string };
}

/** The claim with the highest generation, the only valid one. */
export async function latestClaim(folder: string): Promise<Claim> {
	for (;;) {
		const generation = Math.max(0, ...(await generations(folder)));
		if (generation === 0) return { generation };
		const text = await ifThere(
			readFile(join(folder, String(generation)), "utf8"),
		);
		// Removed since it was listed: a later one exists.
		if (text !== undefined) return parseClaim(generation, text);
	}
}

/** Claims are created atomically, so an incomplete one was released, or truncated by a power failure. */
function parseClaim(generation: number, text: string): Claim {
	try {
		return { generation, holder: JSON.parse(text) };
	} catch (error) {
		if (error instanceof SyntaxError) return { generation };
		throw error;
	}
}

async function generations(folder: string): Promise<number[]> {
	const names = (await ifThere(readdir(folder))) ?? [];
	return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/**
 * Creates the file of a generation, which only one process can do, and checks
 * that it is the latest: a process that sleeps after listing the folder may
 * find that its number is free again, because old generations were removed.
 *
 * @returns whether this process holds the lease
 */
export async function stakeClaim(
	folder: string,
	generation: number,
	holder: LeaseHolder,
): Promise<boolean> {
	const id = randomUUID();
	const draft = join(folder, `.${id}`);
	await mkdir(folder, { recursive: true });
	try {
		await ifThere(writeFile(draft, JSON.stringify({ ...holder, id })));
		await ifThere(link(draft, join(folder, String(generation))));
	} catch (error) {
		// A network file system may report this although it made the link, if the reply was lost.
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	} finally {
		await rm(draft, { force: true });
	}
	const latest = await latestClaim(folder);
	return latest.generation === generation && latest.holder?.id === id;
}

/**
 * Removes old claims and drafts; a process whose draft disappears tries again.
 * Keeps the previous generation, so that its number is not free.
 */
export async function sweepClaims(
	folder: string,
	generation: number,
): Promise<void> {
	for (const name of (await ifThere(readdir(folder))) ?? []) {
		const over = /^\d+$/.test(name)
			? Number(name) < generation - 1
			: name.startsWith(".");
		if (over) await rm(join(folder, name), { force: true });
	}
}

/** Releases a generation. Truncating its file works even when the disk is full. */
export const emptyClaim = async (
	folder: string,
	generation: number,
): Promise<void> => ifThere(truncate(join(folder, String(generation))));

/** Renews the claim, as a heartbeat for processes that cannot see our pid. */
export async function beat(folder: string, generation: number): Promise<void> {
	const now = new Date();
	await ifThere(utimes(join(folder, String(generation)), now, now));
}

/** Time of the holder's last heartbeat, in ms since the epoch; undefined if its claim no longer exists. */
export async function lastBeat(
	folder: string,
	generation: number,
): Promise<number | undefined> {
	// A network file system may answer `stat` from its cache, but not after an `open`.
	const file = await ifThere(open(join(folder, String(generation))));
	if (file === undefined) return undefined;
	try {
		return (await file.stat()).mtimeMs;
	} finally {
		await file.close();
	}
}

async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
