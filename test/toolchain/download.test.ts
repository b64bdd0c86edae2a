import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";
import { ensureTools, findPin, type ToolName } from "@lab/toolchain";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { named, program, publish, versionOf } from "./_programs.ts";
import { type ReleaseSite, startReleaseSite } from "./_release-site.ts";

let site: ReleaseSite;
let cache: string;

beforeEach(async () => {
	site = await startReleaseSite();
	cache = await mkdtemp(join(tmpdir(), "toolchain-"));
	vi.stubEnv("VACLAB_RELEASES", site.url);
});

afterEach(async () => {
	vi.unstubAllEnvs();
	await site.close();
	await rm(cache, { recursive: true });
});

const ensure = <N extends ToolName>(...names: N[]) =>
	ensureTools(names, {
		cacheDir: cache,
		sources: ["cache", "release"],
		progress: { step: () => {}, note: () => {} },
	});

/** Address of a tool's file on the site. */
const address = (name: ToolName): string =>
	findPin(name).release?.url.replace("https://", "") ?? "";

const rangesOf = (name: ToolName): number[] =>
	site.requests
		.filter(({ path }) => path === address(name))
		.map(({ from }) => from);

test("a released program is downloaded, verified and runs", async () => {
	await publish(site, "kubectl");
	const { kubectl } = await ensure("kubectl");
	expect(kubectl).toMatchObject({
		version: versionOf("kubectl"),
		source: "release",
	});
	const { stdout } = await run(kubectl.path, [], { timeout: "20s" });
	expect(stdout).toContain(`I am kubectl v${versionOf("kubectl")}`);
});

test("a second call uses the cache, even if the site is gone", async () => {
	await publish(site, "kubectl");
	const { kubectl: first } = await ensure("kubectl");
	site.files.clear();
	const { kubectl: second } = await ensure("kubectl");
	expect(second).toMatchObject({ source: "cache", path: first.path });
});

test("a program that a power cut truncated is downloaded again", async () => {
	await publish(site, "kubectl");
	const { kubectl: first } = await ensure("kubectl");
	await writeFile(first.path, "");
	const { kubectl: second } = await ensure("kubectl");
	expect(second.source).toBe("release");
	expect(await readFile(second.path)).toEqual(program("kubectl"));
});

test("a program is extracted from its archive", async () => {
	await publish(site, "helm");
	const { helm } = await ensure("helm");
	const { stdout } = await run(helm.path, [], { timeout: "20s" });
	expect(stdout).toContain(`I am helm v${versionOf("helm")}`);
});

test("an interrupted download resumes where it stopped", async () => {
	await publish(site, "kubectl");
	site.cutAt = 50_000;
	await expect(ensure("kubectl")).rejects.toMatchObject({
		code: "download-truncated",
		message: expect.stringContaining(named("kubectl")),
	});
	site.cutAt = undefined;
	site.requests.length = 0;
	const { kubectl } = await ensure("kubectl");
	expect(rangesOf("kubectl")).toEqual([50_000]);
	expect(await readFile(kubectl.path)).toEqual(program("kubectl"));
});

test("a partial download of an older file is discarded", async () => {
	await publish(site, "kubectl", Buffer.alloc(200_000, "old"));
	site.cutAt = 50_000;
	await expect(ensure("kubectl")).rejects.toMatchObject({
		code: "download-truncated",
	});
	await publish(site, "kubectl");
	site.cutAt = undefined;
	const { kubectl } = await ensure("kubectl");
	expect(await readFile(kubectl.path)).toEqual(program("kubectl"));
});

test("a wrong checksum is an error that names the tool and both sums", async () => {
	await publish(site, "kubectl");
	const published = String(site.files.get(`${address("kubectl")}.sha256`));
	site.files.set(address("kubectl"), Buffer.alloc(200_000, "evil"));
	await expect(ensure("kubectl")).rejects.toMatchObject({
		code: "checksum-mismatch",
		exit: 3,
		message: expect.stringContaining(published.slice(0, 64)),
		findings: [{ help: expect.stringContaining("VACLAB_TOOL_KUBECTL") }],
	});
	expect(await readdir(join(cache, "downloads"))).toEqual([]);
	await expect(readdir(join(cache, "tools"))).rejects.toThrow("ENOENT");
});

test("a program that reports another version than it is published as is rejected", async () => {
	await publish(site, "kubectl", Buffer.from("#!/bin/sh\necho v1.34.0\n"));
	await expect(ensure("kubectl")).rejects.toMatchObject({
		code: "release-wrong",
		message: expect.stringContaining(named("kubectl")),
	});
});

test("an archive without the program is rejected, and a corrected one is accepted", async () => {
	await publish(site, "helm", program("helm"), "elsewhere/helm");
	await expect(ensure("helm")).rejects.toMatchObject({
		code: "release-wrong",
		message: expect.stringContaining(named("helm")),
	});
	await publish(site, "helm");
	expect((await ensure("helm")).helm.source).toBe("release");
});

test("a file that the site does not have is an error with the ways to supply the tool", async () => {
	await expect(ensure("kubectl")).rejects.toMatchObject({
		code: "tool-unavailable",
		message: expect.stringContaining("answered 404"),
		findings: [{ help: expect.stringContaining("install Go") }],
	});
});

test("several tools are downloaded, and tools of one archive with one request", async () => {
	await publish(site, "kubectl");
	await publish(site, "helm");
	await publishVmutils();
	const tools = await ensure("kubectl", "helm", "vmagent", "vmauth");
	expect(Object.keys(tools).sort()).toEqual([
		"helm",
		"kubectl",
		"vmagent",
		"vmauth",
	]);
	expect(rangesOf("vmagent")).toEqual([0]);
});

async function publishVmutils(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "vmutils-"));
	const names = ["vmagent", "vmauth"] as const;
	for (const name of names) {
		await writeFile(join(folder, `${name}-prod`), program(name), {
			mode: 0o755,
		});
	}
	const members = names.map((name) => `${name}-prod`);
	await run("tar", ["-czf", "all", "-C", folder, ...members], {
		cwd: folder,
		timeout: "20s",
	});
	const { release } = findPin("vmagent");
	site.publish(
		address("vmagent"),
		release?.checksums.replace("https://", "") ?? "",
		await readFile(join(folder, "all")),
	);
	await rm(folder, { recursive: true });
}
