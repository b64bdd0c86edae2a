import { expect, test } from "vitest";
import { run, tryRun } from "./process.ts";

test("a program that fails is quoted with its last lines", async () => {
	await expect(
		run("node", ["-e", "console.error('no disk left'); process.exit(4)"], {
			timeout: "20s",
		}),
	).rejects.toMatchObject({
		code: "command-failed",
		message: expect.stringContaining("no disk left"),
	});
});

test("a program that hangs is ended and named", async () => {
	await expect(
		run("node", ["-e", "setInterval(() => {}, 1000)"], { timeout: "300ms" }),
	).rejects.toMatchObject({ code: "command-timed-out" });
});

test("a program that is not there is named", async () => {
	await expect(
		run("no-such-program", [], { timeout: "1s" }),
	).rejects.toMatchObject({ code: "command-not-found" });
});

test("lines arrive while it runs, and the exit code is an answer", async () => {
	const lines: string[] = [];
	const result = await tryRun(
		"node",
		["-e", "console.log('a'); console.error('b'); process.exit(1)"],
		{ timeout: "20s", onLine: (line) => lines.push(line) },
	);
	expect(result.exit).toBe(1);
	expect(lines.sort()).toEqual(["a", "b"]);
});
