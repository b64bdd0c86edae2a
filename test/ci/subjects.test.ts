import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = join(import.meta.dirname, "../../.ci/subjects");
let folder: string;

const git = (...words: string[]) =>
	run("git", ["-c", "user.name=test", "-c", "user.email=a@b.test", ...words], {
		cwd: folder,
		timeout: "1m",
	});
const commit = (subject: string) =>
	git("commit", "--quiet", "--allow-empty", "--message", subject);
const check = () =>
	tryRun(join(folder, ".ci/subjects"), [], { cwd: tmpdir(), timeout: "1m" });

describeNeeding(["git"], "commit subjects", () => {
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "subjects-"));
		await mkdir(join(folder, ".ci"));
		await cp(script, join(folder, ".ci/subjects"));
	});
	afterAll(() => rm(folder, { recursive: true }));

	test("without a Git history, nothing is checked", async () => {
		expect(await check()).toMatchObject({
			exit: 0,
			stdout: expect.stringContaining("no Git history"),
		});
	});

	test("subjects of up to 50 characters pass, and so do those older than the rule", async () => {
		await git("init", "--quiet");
		await commit("x".repeat(80));
		await git("add", ".ci");
		await commit("Start to check subjects");
		await commit("é".repeat(50));
		expect(await check()).toMatchObject({ exit: 0, stdout: "" });
	});

	test("every longer subject is reported", async () => {
		await commit("y".repeat(51));
		await commit("Say less");
		await commit("z".repeat(60));
		const { exit, stdout } = await check();
		expect(exit).toBe(1);
		expect(stdout.match(/error\[long-subject\]: '(.)/g)).toHaveLength(2);
		expect(stdout).toContain("has 51 characters, not at most 50");
		expect(stdout).toMatch(/ {2}at {4}commit [0-9a-f]{7}/);
	});
});
