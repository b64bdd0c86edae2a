import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endDaemon, isAlive, self, startDaemon } from "./daemon.ts";

const log = async () =>
	join(await mkdtemp(join(tmpdir(), "daemon-")), "output.log");

test("a started program keeps running, writes its log, and is stopped even if it ignores SIGTERM", async () => {
	const path = await log();
	const daemon = await startDaemon(
		"node",
		[
			"-e",
			"process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
		],
		{ log: path },
	);
	await expect.poll(() => readFile(path, "utf8")).toBe("up\n");
	expect(await isAlive(daemon)).toBe(true);
	await endDaemon(daemon, 100);
	expect(await isAlive(daemon)).toBe(false);
});

test("a process that merely reuses the pid is never stopped", async () => {
	const stranger = { ...(await self()), birth: "long ago" };
	expect(await isAlive(stranger)).toBe(false);
	await endDaemon(stranger);
	expect(await isAlive(await self())).toBe(true);
});

test("a missing program is named", async () => {
	await expect(
		startDaemon("no-such-program", [], { log: await log() }),
	).rejects.toMatchObject({ code: "command-not-found" });
});
