import { join } from "node:path";
import {
	type LeaseHolder,
	nameOfHolder,
	type Progress,
	withLease,
} from "@lab/core";
import { buildWithGo } from "./build.ts";
import { cacheFolder, sweep } from "./cache.ts";
import { Unavailable } from "./download.ts";
import { explain, named, toolFault, waysToSupply } from "./faults.ts";
import {
	type Located,
	locate,
	type ResolvedTool,
	type Source,
	sources,
	toolVariable,
} from "./locate.ts";
import { type FamilyName, findPin, type Pin, type ToolName } from "./pins.ts";
import type { Work } from "./progress.ts";
import { installRelease } from "./release.ts";

export interface EnsureOptions {
	readonly progress: Progress;
	readonly signal?: AbortSignal;
	/** @default $VACLAB_CACHE, otherwise ~/.cache/vaclab */
	readonly cacheDir?: string;
	/** Allowed sources. @default all */
	readonly sources?: readonly Source[];
}

type Tools<N extends ToolName> = Record<N, ResolvedTool>;

/**
 * Finds each tool on this machine or installs it: all downloads first,
 * concurrently, then Go builds, one family at a time. If two processes need the
 * same tool, only one installs it.
 *
 * @throws LabError with the tool's name and the ways to supply it: `unknown-tool`,
 * `tool-path-wrong`, `checksum-mismatch`, `download-truncated`, `release-wrong`,
 * `go-missing`, `go-build-failed`, `tool-unavailable`, `disk-full`, `cache-unusable`,
 * `interrupted`
 */
export async function ensureTools<N extends ToolName>(
	names: readonly N[],
	options: EnsureOptions,
): Promise<Tools<N>> {
	const from = options.sources ?? sources;
	const work: Work = {
		cache: options.cacheDir ?? cacheFolder(),
		progress: options.progress,
		signal: options.signal,
	};
	const pins = [...new Set(names)].map((name) => findPin(name));
	const found = new Map<ToolName, ResolvedTool>();
	for (const tool of await Promise.all(
		pins.map((pin) => locate(pin, work.cache, from)),
	)) {
		if (tool !== undefined) found.set(tool.name, tool);
	}
	warnAboutOtherVersions(pins, found, options.progress);
	await installMissing(pins, found, from, work);
	return Object.fromEntries(found) as Tools<N>;
}

/** Finds tools on this machine without installing any. */
export async function locateTools(
	pins: readonly Pin[],
	cacheDir: string = cacheFolder(),
): Promise<(Located | undefined)[]> {
	return Promise.all(pins.map((pin) => locate(pin, cacheDir, sources)));
}

function warnAboutOtherVersions(
	pins: readonly Pin[],
	found: ReadonlyMap<ToolName, ResolvedTool>,
	progress: Progress,
): void {
	for (const { name, version } of pins) {
		const tool = found.get(name);
		if (tool?.version !== "unknown") continue;
		progress.note(
			`${name}: ${tool.path} is not ${version}, but is used because ${toolVariable(name)} is set`,
		);
	}
}

type Found = Map<ToolName, ResolvedTool>;

async function installMissing(
	pins: readonly Pin[],
	found: Found,
	from: readonly Source[],
	work: Work,
): Promise<void> {
	const missing = () => pins.filter(({ name }) => !found.has(name));
	if (missing().length === 0) return;
	const reasons = new Map<ToolName, string>();
	if (from.includes("release")) {
		const downloads = groupBy(missing(), ({ family }) => family).map((family) =>
			withFamilyLease(family, found, work, (rest, held) =>
				fromReleases(rest, found, reasons, held),
			),
		);
		// Let all downloads finish before throwing the first error.
		for (const result of await Promise.allSettled(downloads)) {
			if (result.status === "rejected") throw result.reason;
		}
	}
	if (from.includes("go")) {
		announceBuilds(missing(), reasons, work.progress);
		for (const family of groupBy(missing(), ({ family }) => family)) {
			await withFamilyLease(family, found, work, (rest, held) =>
				fromGo(rest, found, held),
			);
		}
	}
	const [first] = missing();
	if (first !== undefined) {
		const reason = reasons.get(first.name) ?? "not installed on this machine";
		throw toolFault("tool-unavailable", [first], reason, work.cache);
	}
}

/** Folder of the lease for installing tools of a family. */
export const leaseFolder = (
	cache: string,
	family: FamilyName | undefined,
): string => join(cache, "leases", String(family));

/** Runs `body` under the family's lease, for the tools that no other process has installed meanwhile. */
async function withFamilyLease(
	family: readonly Pin[],
	found: Found,
	work: Work,
	body: (rest: Pin[], work: Work) => Promise<void>,
): Promise<void> {
	const what = named(family);
	const onWait = (holder: LeaseHolder) =>
		work.progress.step(`${nameOfHolder(holder)} is installing ${what}`);
	try {
		const lease = leaseFolder(work.cache, family[0]?.family);
		await withLease(lease, what, { ...work, onWait }, async (signal) => {
			await sweep(work.cache);
			for (const pin of family) {
				const tool = await locate(pin, work.cache, ["cache"]);
				if (tool !== undefined) found.set(pin.name, tool);
			}
			const rest = family.filter(({ name }) => !found.has(name));
			if (rest.length > 0) await body(rest, { ...work, signal });
		});
	} catch (error) {
		const [first] = family;
		const subject = { what, help: waysToSupply(first), ...work };
		throw explain(error, subject);
	}
}

async function fromReleases(
	pins: readonly Pin[],
	found: Found,
	reasons: Map<ToolName, string>,
	work: Work,
): Promise<void> {
	await Promise.all(
		groupBy(pins, ({ release }) => release?.url ?? "").map(async (group) => {
			const release = group[0]?.release;
			if (release === undefined) return;
			try {
				const paths = await installRelease(group, release, work);
				keep(group, paths, "release", found);
			} catch (error) {
				if (!(error instanceof Unavailable) || work.signal?.aborted) {
					throw error;
				}
				for (const { name } of group) reasons.set(name, error.message);
			}
		}),
	);
}

function announceBuilds(
	pins: readonly Pin[],
	reasons: ReadonlyMap<ToolName, string>,
	progress: Progress,
): void {
	if (pins.length === 0) return;
	for (const reason of new Set(reasons.values())) progress.note(reason);
	progress.note(
		`building ${pins.length} tools with Go: takes minutes the first time, seconds later`,
	);
}

async function fromGo(
	pins: readonly Pin[],
	found: Found,
	work: Work,
): Promise<void> {
	keep(pins, await buildWithGo(pins, work), "go", found);
}

function keep(
	pins: readonly Pin[],
	paths: readonly string[],
	source: Source,
	found: Found,
): void {
	pins.forEach(({ name, version }, index) => {
		const path = paths[index];
		if (path !== undefined) found.set(name, { name, version, path, source });
	});
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group === undefined) groups.set(key(item), [item]);
		else group.push(item);
	}
	return [...groups.values()];
}
