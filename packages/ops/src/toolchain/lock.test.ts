import { mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";

let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "lock-"));
	file = join(folder, "locks", "fleet.lock");
});

afterEach(() => rm(folder, { recursive: true }));

test("of many at once one works at a time, and each gets its turn", async () => {
	let inside = 0;
	let most = 0;
	const done = await Promise.all(
		[1, 2, 3, 4].map((turn) =>
			withLock(file, {}, async () => {
				most = Math.max(most, ++inside);
				await sleep(20);
				inside--;
				return turn;
			}),
		),
	);
	expect(done).toEqual([1, 2, 3, 4]);
	expect(most).toBe(1);
});

test("a fault inside opens the lock", async () => {
	const fail = () => withLock(file, {}, () => Promise.reject(new Error("no")));
	await expect(fail()).rejects.toThrow("no");
	await expect(stat(file)).rejects.toThrow("ENOENT");
});

test("the lock of a process that is gone is taken over", async () => {
	await withLock(file, {}, async () => {});
	await writeFile(file, "999999999");
	expect(await withLock(file, {}, async () => "ours")).toBe("ours");
});

test("a lock whose pid is now another's is taken over once it is old", async () => {
	await withLock(file, {}, async () => {});
	await writeFile(file, String(process.ppid));
	const minuteAgo = new Date(Date.now() - 60_000);
	await utimes(file, minuteAgo, minuteAgo);
	expect(await withLock(file, {}, async () => "ours")).toBe("ours");
});

test("one who waits says for whom, and can be stopped", async () => {
	const stop = new AbortController();
	let holder: number | undefined;
	await withLock(file, {}, async () => {
		const waiting = withLock(
			file,
			{
				signal: stop.signal,
				onWait: (pid) => {
					holder = pid;
					stop.abort();
				},
			},
			async () => "never",
		);
		await expect(waiting).rejects.toThrow("aborted");
	});
	expect(holder).toBe(process.pid);
});
