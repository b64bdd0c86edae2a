import { randomUUID } from "node:crypto";
import {
	link,
	mkdir,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Daemon, isAlive, self, writeFileAtomically } from "@lab/core";

interface Claim {
	readonly holder: Daemon;
	readonly what: string;
	readonly released: boolean;
}

export interface Lease {
	/** Grows with each holder: who has the larger one is the later. */
	readonly generation: number;
	release(): Promise<void>;
}

/**
 * Takes a lease that one process of this machine can have at a time. A holder
 * that died has lost it.
 *
 * Each holder makes the file of the next generation, which only one can; no
 * file of a holder that may still live is ever removed by another.
 *
 * @param folder of this lease
 * @param what told to those who come too late
 * @returns the lease, or who has it
 */
export async function takeLease(
	folder: string,
	what: string,
): Promise<{ lease: Lease } | { heldBy: string }> {
	await mkdir(folder, { recursive: true });
	const latest = Math.max(0, ...(await generations(folder)));
	if (latest > 0) {
		const claim = await readClaim(folder, latest);
		if (claim !== undefined && !claim.released && (await isAlive(claim.holder)))
			return { heldBy: `${claim.what} (process ${claim.holder.pid})` };
	}
	const mine = latest + 1;
	const claim: Claim = { holder: await self(), what, released: false };
	const draft = join(folder, `.${randomUUID()}`);
	await writeFile(draft, JSON.stringify(claim));
	try {
		await link(draft, join(folder, String(mine)));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		return takeLease(folder, what);
	} finally {
		await rm(draft);
	}
	if (Math.max(...(await generations(folder))) > mine)
		return takeLease(folder, what);
	for (const old of await generations(folder)) {
		if (old < mine - 1) await rm(join(folder, String(old)), { force: true });
	}
	return {
		lease: {
			generation: mine,
			release: () =>
				writeFileAtomically(
					join(folder, String(mine)),
					JSON.stringify({ ...claim, released: true }),
				),
		},
	};
}

/** Who has the lease, when anybody alive has. */
export async function leaseHolder(folder: string): Promise<Daemon | undefined> {
	const latest = Math.max(0, ...(await generations(folder)));
	const claim = latest > 0 ? await readClaim(folder, latest) : undefined;
	return claim !== undefined && !claim.released && (await isAlive(claim.holder))
		? claim.holder
		: undefined;
}

async function generations(folder: string): Promise<number[]> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

async function readClaim(
	folder: string,
	generation: number,
): Promise<Claim | undefined> {
	try {
		return JSON.parse(
			await readFile(join(folder, String(generation)), "utf8"),
		) as Claim;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}

/** How a runner signs its events. */
export const runnerName = (generation: number): string =>
	`${hostname()}/${process.pid}#${generation}`;
