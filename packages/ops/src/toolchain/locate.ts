import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import process from "node:process";
import { exitCode, LabError, tryRun } from "@lab/core";
import { type Origin, readOrigin, toolPath } from "./cache.ts";
import type { Pin, ToolName } from "./pins.ts";

/** Where a tool may come from, in the order of asking. */
export const sources = ["explicit", "path", "cache", "release", "go"] as const;
export type Source = (typeof sources)[number];

export interface ResolvedTool {
	readonly name: ToolName;
	/** As pinned; `unknown` where a person gave a path and it says something else. */
	readonly version: string;
	readonly path: string;
	readonly source: Source;
}

export interface Located extends ResolvedTool {
	/** How one from the cache got there. */
	readonly origin?: Origin;
}

/** `VACLAB_TOOL_KUBE_APISERVER` for `kube-apiserver`. */
export const toolVariable = (name: string): string =>
	`VACLAB_TOOL_${name.toUpperCase().replaceAll("-", "_")}`;

/**
 * Looks for a tool on this machine: the path that a person gave (whatever its
 * version), one of the right version on PATH, our cache.
 *
 * @throws LabError `tool-path-wrong` when the given path is no program
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
			const asPinned = await saysItsVersion(pin, path);
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
		what: `${pin.name} is to be '${path}', which is no program`,
		where: `${toolVariable(pin.name)}=${path}`,
		help: `give the path of ${pin.name} ${pin.version}, or unset the variable`,
	});
}

async function findOnPath(pin: Pin): Promise<string | undefined> {
	if (pin.asks === undefined) return undefined;
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, pin.name);
		if ((await isProgram(path)) && (await saysItsVersion(pin, path))) {
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

/** Does the program say that it is of the pinned version? One that cannot say is believed. */
export async function saysItsVersion(pin: Pin, path: string): Promise<boolean> {
	if (pin.asks === undefined) return true;
	try {
		const { stdout, stderr } = await tryRun(path, pin.asks, { timeout: "20s" });
		return mentionsVersion(`${stdout}\n${stderr}`, pin.version);
	} catch (error) {
		// What cannot be run is not the program; a bug of ours is still a bug.
		if (error instanceof LabError && error.exit === exitCode.letDown) {
			return false;
		}
		throw error;
	}
}

/** `1.35.4` stands in `Kubernetes v1.35.4`, not in `v1.35.40` or `v11.35.4`. */
export function mentionsVersion(text: string, version: string): boolean {
	const escaped = version.replace(/[.+]/g, "\\$&");
	return new RegExp(`(?<![\\d.])${escaped}(?!\\.?\\d|-(alpha|beta|rc))`).test(
		text,
	);
}
