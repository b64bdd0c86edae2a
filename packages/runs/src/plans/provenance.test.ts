import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";
import { platformParts } from "@lab/lab";
import { expect, test } from "vitest";
import { readProvenance } from "./provenance.ts";

test("a changed source makes a plan dirty; the summary or the results of an earlier run do not", async () => {
	const root = await mkdtemp(join(tmpdir(), "provenance-"));
	const git = (...words: string[]) =>
		run("git", words, { cwd: root, timeout: "1m" });
	const dirty = async () => (await readProvenance(root, "process")).dirty;
	try {
		await mkdir(join(root, "packages"));
		await mkdir(join(root, "runs"));
		await writeFile(join(root, "pnpm-workspace.yaml"), "catalog: {}\n");
		await git("init", "--quiet");
		await git("add", "--all");
		await git(
			...["-c", "user.name=test", "-c", "user.email=test@localhost"],
			...["commit", "--quiet", "--message", "Begin"],
		);
		expect(await dirty()).toBe(false);
		expect((await readProvenance(root, "cluster")).versions).toMatchObject({
			k3s: platformParts.k3s.version,
			fleet: platformParts.fleet.version,
		});
		await writeFile(join(root, "runs/first.json"), "{}");
		await writeFile(join(root, "before.json"), "{}");
		expect(await dirty()).toBe(false);
		await writeFile(join(root, "packages/new.ts"), "");
		expect(await dirty()).toBe(true);
	} finally {
		await rm(root, { recursive: true });
	}
});
