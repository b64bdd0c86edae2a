import { spawn } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Patience } from "./_patience.ts";

let folder: string;
let log: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "patience-"));
	log = join(folder, "log");
	await writeFile(log, "starting\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limits = { silentMs: 400, longestMs: 60_000 };

async function ask(
	patience: Patience,
	times: number,
	between = async () => {},
) {
	const answers: (string | undefined)[] = [];
	for (let turn = 0; turn < times; turn += 1) {
		answers.push(await patience.end());
		await sleep(100);
		await between();
	}
	return answers;
}

test("a program that writes to its log is waited for", async () => {
	const patience = new Patience(log, undefined, limits);
	const answers = await ask(patience, 12, () => appendFile(log, "working\n"));
	expect(answers.filter(Boolean)).toEqual([]);
});

test("a program that computes in silence is waited for", async () => {
	const busy = spawn(process.execPath, ["-e", "for (;;);"]);
	try {
		const patience = new Patience(log, busy.pid, {
			...limits,
			silentMs: 8000,
		});
		expect((await ask(patience, 90)).filter(Boolean)).toEqual([]);
	} finally {
		busy.kill("SIGKILL");
	}
}, 60_000);

test("a program that does neither is given up", async () => {
	const idle = spawn("sleep", ["60"]);
	try {
		const answers = await ask(new Patience(log, idle.pid, limits), 12);
		expect(answers.at(0)).toBeUndefined();
		expect(answers.at(-1)).toContain("neither wrote to its log nor computed");
	} finally {
		idle.kill("SIGKILL");
	}
});

test("a program that only repeats itself is given up in the end", async () => {
	const patience = new Patience(log, undefined, {
		silentMs: 400,
		longestMs: 600,
	});
	const answers = await ask(patience, 12, () => appendFile(log, "again\n"));
	expect(answers.at(-1)).toBe("did not answer within 0.01 min");
});
