import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTree, run, tryRun, writeTree } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import type { ReadObject } from "@lab/kubernetes";
import { commitTree, gitRepo, gitServer } from "@lab/replica";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "./_replica.ts";

describeNeeding(["git"], "a repository of the working tree", () => {
	let home: string;
	let tree: string;
	let folder: string;
	let daemon: ChildProcess | undefined;

	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), "git-repo-"));
		tree = join(home, "local-lab/fleet");
		folder = join(home, "git");
		await mkdir(tree, { recursive: true });
		await writeTree(
			tree,
			new Map([
				["a/fleet.yaml", "name: a\n"],
				["a/x.yaml", "kind: X\n"],
			]),
		);
		// Files that git would ignore must be committed too.
		await writeFile(join(home, "local-lab/.gitignore"), "fleet\n");
	});

	afterEach(async () => {
		if (daemon?.exitCode === null) {
			const ended = new Promise((done) => daemon?.once("exit", done));
			daemon.kill();
			await ended;
		}
		await rm(home, { recursive: true });
	});

	test("has one commit per tree, and a new one when a file is changed or deleted", async () => {
		const first = await commitTree(tree, folder);
		expect(await commitTree(tree, folder)).toBe(first);
		await writeFile(join(tree, "a/x.yaml"), "kind: Y\n");
		const second = await commitTree(tree, folder);
		expect(second).not.toBe(first);
		await rm(join(tree, "a/x.yaml"));
		expect([first, second]).not.toContain(await commitTree(tree, folder));
	});

	test("serves the tree over the network, and rejects pushes", async () => {
		const commit = await commitTree(tree, folder);
		const port = await freePort();
		const server: ReadObject | undefined = gitServer.find(
			({ kind }) => kind === "Deployment",
		);
		const spec = server?.spec as {
			template: {
				spec: { containers: { command: string[]; args: string[] }[] };
			};
		};
		const [container] = spec.template.spec.containers;
		// The pod's command with another folder and port.
		const words = [...(container?.command ?? []), ...(container?.args ?? [])]
			.slice(1)
			.map((word) => word.replace("/srv/vaclab-git", folder));
		daemon = spawn(
			"git",
			[...words, "--listen=127.0.0.1", `--port=${port}`, "--reuseaddr"],
			{ stdio: "ignore" },
		);
		const { repo, branch, paths } = gitRepo(tree).spec as {
			repo: string;
			branch: string;
			paths: string[];
		};
		const url = repo.replace(/\/\/[^/]+/, `//127.0.0.1:${port}`);
		const copy = join(home, "copy");
		const { exit } = await until(
			() =>
				tryRun("git", ["clone", "--quiet", "--branch", branch, url, copy], {
					timeout: "20s",
				}),
			(result) => result.exit === 0,
		);
		expect(exit).toBe(0);
		const { stdout } = await run("git", ["rev-parse", "HEAD"], {
			cwd: copy,
			timeout: "20s",
		});
		expect(stdout.trim()).toBe(commit);
		expect(await readTree(join(copy, paths[0] ?? ""))).toEqual(
			await readTree(tree),
		);
		const pushed = await tryRun("git", ["push", url, "HEAD:other"], {
			cwd: copy,
			timeout: "20s",
		});
		expect(pushed.exit).not.toBe(0);
	}, 60_000);
});

const freePort = (): Promise<number> =>
	new Promise((done) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const address = server.address();
			const port = typeof address === "object" ? (address?.port ?? 0) : 0;
			server.close(() => done(port));
		});
	});
