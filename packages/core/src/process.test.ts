import { expect, test } from "vitest";
import { run, tryRun } from "./process.ts";

test("the error of a failed program quotes its last lines", async () => {
	await expect(
		run("node", ["-e", "console.error('no disk left'); process.exit(4)"], {
			timeout: "20s",
		}),
	).rejects.toMatchObject({
		code: "command-failed",
		message: expect.stringContaining("no disk left"),
	});
});

test("a program that hangs is stopped and named", async () => {
	await expect(
		run("node", ["-e", "setInterval(() => {}, 1000)"], { timeout: "300ms" }),
	).rejects.toMatchObject({ code: "command-timed-out" });
});

test("a missing program is named", async () => {
	await expect(
		run("no-such-program", [], { timeout: "1s" }),
	).rejects.toMatchObject({ code: "command-not-found" });
});

test("lines arrive while the program runs, and the exit code is returned", async () => {
	const lines: string[] = [];
	const result = await tryRun(
		"node",
		["-e", "console.log('a'); console.error('b'); process.exit(1)"],
		{ timeout: "20s", onLine: (line) => lines.push(line) },
	);
	expect(result.exit).toBe(1);
	expect(lines.sort()).toEqual(["a", "b"]);
});
