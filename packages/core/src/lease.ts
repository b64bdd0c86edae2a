import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import {
	beat,
	type Claim,
	emptyClaim,
	type LeaseHolder,
	lastBeat,
	latestClaim,
	stakeClaim,
	sweepClaims,
} from "./_claims.ts";
import { isAlive, self } from "./daemon.ts";
import { exitCode, LabError } from "./error.ts";
import { type Duration, toMilliseconds } from "./units.ts";

export type { LeaseHolder };

const BEAT_MS = 2000;
const POLL_MS = 200;

export interface LeaseOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called while another process holds the lease; by `withLease` once at most. */
	readonly onWait?: ((holder: LeaseHolder) => void) | undefined;
	/**
	 * A holder in another container or on another machine loses its lease after
	 * this long without a heartbeat.
	 * @default "30s"
	 */
	readonly idleTimeout?: Duration;
}

export interface Lease {
	/** Increases with each holder. */
	readonly generation: number;
	/**
	 * Fires, with a LabError `lease-lost`, when another process has taken the
	 * lease over. This happens only if our process was suspended for longer than
	 * the `idleTimeout` of a process in another container or on another machine.
	 */
	readonly lost: AbortSignal;
	release(): Promise<void>;
}

/**
 * Tries to take a lease. Of all processes that share the folder, one can hold
 * it at a time. A holder that dies loses it: on the same machine at once, since
 * its pid and start time no longer match; elsewhere once its heartbeats stop.
 *
 * Each holder creates the file of the next generation, which only one process
 * can do. The file of a holder that may still be alive is never removed or
 * replaced; a lock file that is removed to take it over has that race.
 *
 * @param folder of this lease; its file system must support hard links
 * @param what purpose, shown to the processes that wait for the lease
 * @returns the lease, or its current holder
 */
export async function takeLease(
	folder: string,
	what: string,
	options: LeaseOptions = {},
): Promise<{ lease: Lease } | { heldBy: LeaseHolder }> {
	const us: LeaseHolder = {
		...(await self()),
		what,
		host: hostname(),
		processTable: await processTable(),
	};
	for (;;) {
		options.signal?.throwIfAborted();
		const latest = await latestClaim(folder);
		const heldBy = await holderOf(folder, latest, options);
		if (heldBy !== undefined) return { heldBy };
		const generation = latest.generation + 1;
		if (!(await stakeClaim(folder, generation, us))) continue;
		await sweepClaims(folder, generation);
		return { lease: keep(folder, generation) };
	}
}

/**
 * Runs a function while holding a lease; waits until the lease is free.
 *
 * @param body receives a signal that fires when it must stop (the signal of the
 *   options fires, or the lease is lost), and the generation that it holds
 */
export async function withLease<T>(
	folder: string,
	what: string,
	options: LeaseOptions,
	body: (signal: AbortSignal, generation: number) => Promise<T>,
): Promise<T> {
	let notified = false;
	const onWait = (holder: LeaseHolder) => {
		if (!notified) options.onWait?.(holder);
		notified = true;
	};
	for (;;) {
		const taken = await takeLease(folder, what, { ...options, onWait });
		if ("lease" in taken) {
			const { generation, lost, release } = taken.lease;
			const { signal } = options;
			try {
				return await body(
					signal === undefined ? lost : AbortSignal.any([signal, lost]),
					generation,
				);
			} finally {
				await release();
			}
		}
		onWait(taken.heldBy);
		await sleep(POLL_MS, undefined, { signal: options.signal });
	}
}

/**
 * Runs a function that reads what a lease protects, and runs it again if a
 * process took the lease meanwhile. It writes nothing, so it also works on a
 * read-only file system.
 */
export async function whileFree<T>(
	folder: string,
	options: LeaseOptions,
	body: () => Promise<T>,
): Promise<T> {
	for (;;) {
		options.signal?.throwIfAborted();
		const before = await latestClaim(folder);
		const heldBy = await holderOf(folder, before, options);
		if (heldBy !== undefined) {
			options.onWait?.(heldBy);
			await sleep(POLL_MS, undefined, { signal: options.signal });
			continue;
		}
		const [outcome] = await Promise.allSettled([body()]);
		// The result, even if it is an error, may come from a mixture of old and new data.
		if ((await latestClaim(folder)).generation !== before.generation) continue;
		if (outcome.status === "fulfilled") return outcome.value;
		throw outcome.reason;
	}
}

/** @returns the process that holds the lease; undefined if none does */
export const leaseHolder = async (
	folder: string,
	options: LeaseOptions = {},
): Promise<LeaseHolder | undefined> =>
	holderOf(folder, await latestClaim(folder), options);

/** Describes a holder: `process 12`, or `process 12 on lab-2` if it runs elsewhere. */
export const nameOfHolder = ({ pid, host }: LeaseHolder): string =>
	host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;

/** @returns the holder of a claim; undefined if it is dead or has released the claim */
async function holderOf(
	folder: string,
	{ generation, holder }: Claim,
	{ idleTimeout = "30s", signal, onWait }: LeaseOptions,
): Promise<LeaseHolder | undefined> {
	if (holder === undefined) return undefined;
	if (holder.processTable === (await processTable()))
		return (await isAlive(holder)) ? holder : undefined;
	// Clocks may differ, so only a change of the file's time counts as a heartbeat.
	const first = await lastBeat(folder, generation);
	const until = performance.now() + toMilliseconds(idleTimeout);
	while (performance.now() < until) {
		onWait?.(holder);
		await sleep(POLL_MS, undefined, { signal });
		const latest = await latestClaim(folder);
		if (latest.generation !== generation || latest.holder === undefined)
			return holderOf(folder, latest, { idleTimeout, signal, onWait });
		if ((await lastBeat(folder, generation)) !== first) return holder;
	}
	return undefined;
}

/**
 * Id of the process table that our pids belong to. Each container has its own,
 * and a reboot starts a new one.
 */
const processTable = (): Promise<string> => (ourTable ??= readTable());
let ourTable: Promise<string> | undefined;

async function readTable(): Promise<string> {
	try {
		const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
		return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return hostname();
		throw error;
	}
}

function keep(folder: string, generation: number): Lease {
	const lost = new AbortController();
	let released = false;
	const check = async () => {
		await beat(folder, generation);
		const { generation: latest } = await latestClaim(folder);
		if (released || latest === generation) return;
		clearInterval(beating);
		lost.abort(
			new LabError({
				code: "lease-lost",
				what: "this process was suspended too long, and another one took over its work",
				where: folder,
				help: "let the other process finish the work",
				exit: exitCode.unavailable,
			}),
		);
	};
	// If one heartbeat fails, the next one makes up for it.
	const beating = setInterval(() => check().catch(() => {}), BEAT_MS).unref();
	return {
		generation,
		lost: lost.signal,
		async release() {
			released = true;
			clearInterval(beating);
			await emptyClaim(folder, generation);
		},
	};
}
