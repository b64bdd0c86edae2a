import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leaseHolder, nameOfHolder, takeLease, withLease } from "./lease.ts";

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "lease-"));
});

afterEach(() => rm(folder, { recursive: true }));

test("concurrent callers hold a lease one after the other", async () => {
	let inside = 0;
	const seen = await Promise.all(
		[1, 2, 3, 4].map((turn) =>
			withLease(folder, "a test", {}, async () => {
				inside++;
				await sleep(20);
				return [turn, inside--];
			}),
		),
	);
	expect(seen).toEqual([
		[1, 1],
		[2, 1],
		[3, 1],
		[4, 1],
	]);
});

test("an error in the body releases the lease", async () => {
	const fail = () => Promise.reject(new Error("no"));
	await expect(withLease(folder, "a test", {}, fail)).rejects.toThrow("no");
	expect(await leaseHolder(folder)).toBeUndefined();
});

test("a waiting process learns who holds the lease, and can be aborted", async () => {
	const stop = new AbortController();
	const holders: string[] = [];
	await withLease(folder, "a test", {}, async () => {
		const waiting = withLease(
			folder,
			"another",
			{
				signal: stop.signal,
				onWait: (holder) => {
					holders.push(nameOfHolder(holder), holder.what);
					stop.abort();
				},
			},
			async () => "never",
		);
		await expect(waiting).rejects.toThrow("aborted");
	});
	expect(holders).toEqual([`process ${process.pid}`, "a test"]);
});

test("the name of a holder on another machine includes its host", () => {
	const holder = { pid: 12, birth: "", what: "", processTable: "" };
	expect(nameOfHolder({ ...holder, host: "lab-2" })).toBe(
		"process 12 on lab-2",
	);
	expect(nameOfHolder({ ...holder, host: hostname() })).toBe("process 12");
});

test("generations increase, and only one earlier generation is kept", async () => {
	for (const generation of [1, 2, 3, 4]) {
		const taken = await takeLease(folder, "a test");
		expect(taken).toMatchObject({ lease: { generation } });
		if ("lease" in taken) await taken.lease.release();
	}
	expect((await readdir(folder)).sort()).toEqual(["3", "4"]);
});
