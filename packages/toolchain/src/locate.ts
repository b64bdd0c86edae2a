import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import process from "node:process";
import { exitCode, LabError, tryRun } from "@lab/core";
import { type Origin, readOrigin, toolPath } from "./cache.ts";
import type { Pin, ToolName } from "./pins.ts";

/** Sources of a tool, in search order. */
export const sources = ["explicit", "path", "cache", "release", "go"] as const;
export type Source = (typeof sources)[number];

export interface ResolvedTool {
	readonly name: ToolName;
	/** Pinned version; `unknown` if an explicit path has a program of another version. */
	readonly version: string;
	readonly path: string;
	readonly source: Source;
}

export interface Located extends ResolvedTool {
	/** Origin of a tool found in the cache. */
	readonly origin?: Origin;
}

/** Environment variable with an explicit path: `VACLAB_TOOL_KUBE_APISERVER` for `kube-apiserver`. */
export const toolVariable = (name: string): string =>
	`VACLAB_TOOL_${name.toUpperCase().replaceAll("-", "_")}`;

/**
 * Finds a tool on this machine: an explicit path (any version), the pinned
 * version on PATH, or the cache.
 *
 * @throws LabError `tool-path-wrong` if the explicit path is not an executable
 */
export async function locate(
	pin: Pin,
	cache: string,
	from: readonly Source[],
): Promise<Located | undefined> {
	const { name, version } = pin;
	if (from.includes("explicit")) {
		const path = process.env[toolVariable(name)];
		if (path) {
			await assertProgram(pin, path);
			const asPinned = await reportsPinnedVersion(pin, path);
			return {
				name,
				version: asPinned ? version : "unknown",
				path,
				source: "explicit",
			};
		}
	}
	if (from.includes("path")) {
		const path = await findOnPath(pin);
		if (path !== undefined) return { name, version, path, source: "path" };
	}
	if (from.includes("cache")) {
		const path = toolPath(cache, pin);
		const origin = await readOrigin(path);
		if (origin !== undefined) {
			return { name, version, path, source: "cache", origin };
		}
	}
	return undefined;
}

async function assertProgram(pin: Pin, path: string): Promise<void> {
	if (await isProgram(path)) return;
	throw new LabError({
		code: "tool-path-wrong",
		what: `the path given for ${pin.name}, '${path}', is not an executable`,
		where: `${toolVariable(pin.name)}=${path}`,
		help: `set it to the path of ${pin.name} ${pin.version}, or unset the variable`,
	});
}

async function findOnPath(pin: Pin): Promise<string | undefined> {
	if (pin.asks === undefined) return undefined;
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, pin.name);
		if ((await isProgram(path)) && (await reportsPinnedVersion(pin, path))) {
			return path;
		}
	}
	return undefined;
}

const isProgram = (path: string): Promise<boolean> =>
	access(path, constants.X_OK).then(
		() => true,
		() => false,
	);

/** @returns whether a program reports the pinned version; true for tools that cannot report theirs */
export async function reportsPinnedVersion(
	pin: Pin,
	path: string,
): Promise<boolean> {
	if (pin.asks === undefined) return true;
	try {
		const { stdout, stderr } = await tryRun(path, pin.asks, { timeout: "20s" });
		return mentionsVersion(`${stdout}\n${stderr}`, pin.version);
	} catch (error) {
		// A file that cannot be run is not the tool; other errors are bugs.
		if (error instanceof LabError && error.exit === exitCode.unavailable) {
			return false;
		}
		throw error;
	}
}

/** Whether a text contains a version: `Kubernetes v1.35.4` mentions `1.35.4`; `v1.35.40` and `v11.35.4` do not. */
export function mentionsVersion(text: string, version: string): boolean {
	const escaped = version.replace(/[.+]/g, "\\$&");
	return new RegExp(`(?<![\\d.])${escaped}(?!\\.?\\d|-(alpha|beta|rc))`).test(
		text,
	);
}
