import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { type RunResult, run, tryRun } from "@lab/core";
import { findPin, type ToolName } from "@lab/toolchain";
import type { ReleaseSite } from "./_release-site.ts";

export const root = join(import.meta.dirname, "../..");

export const versionOf = (name: ToolName): string => findPin(name).version;

/** Name and version as in error messages: `kubectl 1.35.4`. */
export const named = (name: ToolName): string => `${name} ${versionOf(name)}`;

/** Script of the given size that reports the pinned version. */
export function program(name: ToolName, bytes = 200_000): Buffer {
	const script = `#!/bin/sh\necho "I am ${name} v${versionOf(name)}"\nexit\n`;
	return Buffer.from(script + "#".repeat(bytes - script.length));
}

/** Publishes a tool's release on the site, packed as upstream packs it. */
export async function publish(
	site: ReleaseSite,
	name: ToolName,
	bytes: Buffer = program(name),
	member: string | undefined = findPin(name).release?.member,
): Promise<void> {
	const { release } = findPin(name);
	if (release === undefined) throw new Error(`${name} has no release`);
	const address = (url: string) => url.replace("https://", "");
	const packed = member === undefined ? bytes : await tarball(member, bytes);
	site.publish(address(release.url), address(release.checksums), packed);
}

async function tarball(member: string, bytes: Buffer): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), "tarball-"));
	await mkdir(dirname(join(folder, member)), { recursive: true });
	await writeFile(join(folder, member), bytes, { mode: 0o755 });
	const file = join(folder, "all.tar.gz");
	await run("tar", ["-czf", file, "-C", folder, member], { timeout: "20s" });
	const packed = await readFile(file);
	await rm(folder, { recursive: true });
	return packed;
}

/** Runs `lab` in its own process. */
export const lab = (
	words: readonly string[],
	env: Record<string, string | undefined>,
): Promise<RunResult> =>
	tryRun(process.execPath, labArguments(words), {
		cwd: root,
		env,
		timeout: "5m",
	});

export const labArguments = (words: readonly string[]): string[] => [
	join(root, "packages/launch/launch.mjs"),
	join(root, "packages/cli/src/main.ts"),
	...words,
];
