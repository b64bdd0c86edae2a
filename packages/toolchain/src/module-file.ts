import { constants } from "node:fs";
import {
	access,
	chmod,
	cp,
	mkdir,
	readdir,
	rename,
	stat,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, LabError, tryRun } from "@lab/core";
import { goEnvironment } from "./build.ts";
import { cacheFolder, withStage } from "./cache.ts";
import { explain } from "./faults.ts";
import {
	type FamilyName,
	familyFolder,
	goVersion,
	moduleVersion,
} from "./pins.ts";

/**
 * Copies a file or folder of a Go module to the cache, unless it is there. Only
 * the first call needs Go. Example: Fleet's CRDs are
 * `moduleFile("fleet", "github.com/rancher/fleet", "charts/fleet-crd/templates/crds.yaml")`.
 *
 * @param family family whose go.mod pins the module's version
 * @returns path of the copy
 * @throws LabError `unknown-module`, `module-file-missing`, `module-unavailable`, `disk-full`
 */
export async function moduleFile(
	family: FamilyName,
	module: string,
	path: string,
	cache: string = cacheFolder(),
): Promise<string> {
	const version = moduleVersion(family, module);
	if (version === undefined) {
		throw new LabError({
			code: "unknown-module",
			what: `go.mod does not require ${module}`,
			where: `tools/go/${family}/go.mod`,
			help: "use a module that this go.mod requires",
		});
	}
	const id = `${module}@${version}`;
	const copy = join(cache, "modules", id, path);
	if (await exists(copy)) return copy;
	const original = join(await download(family, id), path);
	if (!(await exists(original))) {
		throw new LabError({
			code: "module-file-missing",
			what: `${id} does not contain '${path}'`,
			where: dirname(original),
			help: "look for the right path in the module's folder",
		});
	}
	await withStage(cache, async (stage) => {
		await cp(original, join(stage, "copy"), { recursive: true });
		await makeWritable(join(stage, "copy"));
		await mkdir(dirname(copy), { recursive: true });
		await rename(join(stage, "copy"), copy);
	}).catch(async (error: unknown) => {
		// Another process was faster.
		if (await exists(copy)) return;
		const help = `copy ${original} to ${copy} by hand`;
		throw explain(error, { what: `${path} of ${id}`, help, cache });
	});
	return copy;
}

/** @returns the module's folder in Go's module cache */
async function download(family: FamilyName, id: string): Promise<string> {
	const cwd = familyFolder(family);
	const unavailable = (reason: string, cause?: unknown) =>
		new LabError({
			code: "module-unavailable",
			what: `${id}: ${reason}`,
			where: cwd,
			help: `install Go ${goVersion(family)} or newer, and give it access to its module proxy`,
			exit: exitCode.unavailable,
			cause,
		});
	const { exit, stdout, stderr } = await tryRun(
		"go",
		["mod", "download", "-json", id],
		{ cwd, env: goEnvironment, timeout: "10m" },
	).catch((error: unknown) => {
		if (error instanceof LabError && error.code === "command-not-found") {
			throw unavailable("Go is not installed on this machine", error);
		}
		throw error;
	});
	if (exit !== 0) throw unavailable(stdout.trim() || stderr.trim());
	return (JSON.parse(stdout) as { Dir: string }).Dir;
}

/** Makes a copied folder writable, because Go's module cache is read-only. */
async function makeWritable(path: string): Promise<void> {
	const { mode } = await stat(path);
	await chmod(path, mode | 0o200);
	if (!(await stat(path)).isDirectory()) return;
	for (const entry of await readdir(path))
		await makeWritable(join(path, entry));
}

const exists = (path: string): Promise<boolean> =>
	access(path, constants.F_OK).then(
		() => true,
		() => false,
	);
