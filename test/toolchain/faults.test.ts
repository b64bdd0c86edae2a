import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
	lab,
	labArguments,
	named,
	publish,
	root,
	versionOf,
} from "./_programs.ts";
import { type ReleaseSite, startReleaseSite } from "./_release-site.ts";

let site: ReleaseSite;
let cache: string;
let env: Record<string, string>;

beforeEach(async () => {
	site = await startReleaseSite();
	cache = await mkdtemp(join(tmpdir(), "toolchain-"));
	env = { VACLAB_CACHE: cache, VACLAB_RELEASES: site.url };
});

afterEach(async () => {
	await site.close();
	await rm(cache, { recursive: true });
});

const scriptReporting = (version: string) =>
	`#!/bin/sh\necho version v${version}\n`;

test("an unknown tool is an error that suggests the nearest name", async () => {
	const { exit, stderr } = await lab(["tools", "ensure", "kubctl"], env);
	expect(exit).toBe(2);
	expect(stderr).toContain("error[unknown-tool]: unknown tool 'kubctl'");
	expect(stderr).toContain("did you mean 'kubectl'?");
});

test("without Go the error lists the ways to supply the tool", async () => {
	const { exit, stderr } = await lab(["tools", "ensure", "kwok"], {
		...env,
		PATH: "/nonexistent",
	});
	expect(exit).toBe(3);
	expect(stderr).toMatch(
		/error\[go-missing\]: kwok [\d.]+: Go [\d.]+ is not installed/,
	);
	expect(stderr).toContain(named("kwok"));
	expect(stderr).toContain("set VACLAB_TOOL_KWOK to a binary");
});

test("an unwritable cache is an error that names its folder", async () => {
	const { exit, stderr } = await lab(["tools", "ensure", "kwok"], {
		...env,
		VACLAB_CACHE: "/dev/null/cache",
	});
	expect(exit).toBe(3);
	expect(stderr).toContain("error[cache-unusable]");
	expect(stderr).toContain("at    /dev/null/cache");
});

test("an explicit path that is not an executable is an error that names its variable", async () => {
	const { exit, stderr } = await lab(["tools", "ensure", "kwok"], {
		...env,
		VACLAB_TOOL_KWOK: "/nonexistent/kwok",
	});
	expect(exit).toBe(2);
	expect(stderr).toContain("VACLAB_TOOL_KWOK=/nonexistent/kwok");
});

test("an explicit program of another version is used, with a warning", async () => {
	const path = join(cache, "my-kwok");
	await writeFile(path, scriptReporting("0.0.1"), { mode: 0o755 });
	const { exit, stdout, stderr } = await lab(
		["tools", "ensure", "kwok", "--json"],
		{ ...env, VACLAB_TOOL_KWOK: path },
	);
	expect(exit).toBe(0);
	expect(JSON.parse(stdout).tools).toEqual([
		{ name: "kwok", version: "unknown", path, source: "explicit" },
	]);
	expect(stderr).toContain(`is not ${versionOf("kwok")}`);
});

test("a program on PATH is used only if it reports the pinned version", async () => {
	const path = join(cache, "kwok");
	const withPath = { ...env, PATH: `${cache}${delimiter}${process.env.PATH}` };
	await writeFile(path, scriptReporting(versionOf("kwok")), {
		mode: 0o755,
	});
	const first = await lab(["tools", "path", "kwok"], withPath);
	expect(first).toMatchObject({ exit: 0, stdout: `${path}\n` });
	await writeFile(path, scriptReporting(`${versionOf("kwok")}1`));
	const second = await lab(["tools", "path", "kwok"], withPath);
	expect(second.exit).toBe(3);
	expect(second.stderr).toContain(`error[tool-missing]: ${named("kwok")}`);
});

test("two concurrent commands download the same tool once", async () => {
	await publish(site, "kubectl");
	site.stall = sleep(2000);
	const both = await Promise.all([
		lab(["tools", "ensure", "kubectl", "--json"], env),
		lab(["tools", "ensure", "kubectl", "--json"], env),
	]);
	expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
	expect(
		both.map(({ stdout }) => JSON.parse(stdout).tools[0].source).sort(),
	).toEqual(["cache", "release"]);
	const downloads = site.requests.filter(({ path }) =>
		path.endsWith("kubectl"),
	);
	expect(downloads).toHaveLength(1);
});

/** Starts `tools ensure kubectl` and sends it a signal in the middle of the download. */
async function signalDuringDownload(signal: NodeJS.Signals) {
	await publish(site, "kubectl");
	site.stall = new Promise(() => {});
	const child = spawn(
		process.execPath,
		labArguments(["tools", "ensure", "kubectl"]),
		{ cwd: root, env: { ...process.env, ...env } },
	);
	let stderr = "";
	child.stderr.on("data", (text) => {
		stderr += text;
		// A second signal would end it before it can print anything.
		if (!child.killed && stderr.includes("downloading")) child.kill(signal);
	});
	const exit = await new Promise<number | null>((resolve) =>
		child.once("exit", resolve),
	);
	site.stall = undefined;
	site.requests.length = 0;
	return { exit, stderr };
}

test("after a kill the next call takes over the stale lease and resumes the download", async () => {
	await signalDuringDownload("SIGKILL");
	const { exit } = await lab(["tools", "ensure", "kubectl"], env);
	expect(exit).toBe(0);
	const [download] = site.requests.filter(({ path }) =>
		path.endsWith("kubectl"),
	);
	expect(download?.from).toBeGreaterThan(0);
});

test("Ctrl-C ends in one clear error, and the next call succeeds", async () => {
	const { exit, stderr } = await signalDuringDownload("SIGINT");
	expect(exit).toBe(3);
	expect(stderr).toContain(
		`error[interrupted]: interrupted while obtaining ${named("kubectl")}`,
	);
	expect((await lab(["tools", "ensure", "kubectl"], env)).exit).toBe(0);
});

describeNeeding(["root"], "on a full disk", () => {
	let disk: string;

	beforeEach(async () => {
		disk = await mkdtemp(join(tmpdir(), "full-disk-"));
		await run("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", disk], {
			timeout: "20s",
		});
	});

	afterEach(async () => {
		await run("umount", [disk], { timeout: "20s" });
		await rm(disk, { recursive: true });
	});

	test("a download fails with the tool, the folder and the remedy", async () => {
		await publish(site, "kubectl");
		const { exit, stderr } = await lab(["tools", "ensure", "kubectl"], {
			...env,
			VACLAB_CACHE: disk,
		});
		expect(exit).toBe(3);
		expect(stderr).toContain("error[disk-full]: no space left on the disk");
		expect(stderr).toContain(named("kubectl"));
		expect(stderr).toContain(`at    ${disk}`);
		expect(stderr).toContain("VACLAB_CACHE");
	});

	describeNeeding(["go"], "with Go", () => {
		test("a build fails with the tool too", async () => {
			const { exit, stderr } = await lab(["tools", "ensure", "kubeconform"], {
				...env,
				VACLAB_CACHE: disk,
			});
			expect(exit).toBe(3);
			expect(stderr).toContain("error[disk-full]");
			expect(stderr).toContain(named("kubeconform"));
		}, 300_000);
	});
});
