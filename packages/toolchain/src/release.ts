import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import process from "node:process";
import { pipeline } from "node:stream/promises";
import { contentHash, run } from "@lab/core";
import { install, withStage } from "./cache.ts";
import { download, fetchText, Truncated, Unavailable } from "./download.ts";
import { named, toolFault } from "./faults.ts";
import { reportsPinnedVersion } from "./locate.ts";
import type { Pin } from "./pins.ts";
import { atMostEvery, megabytes, stopwatch, type Work } from "./progress.ts";
import { isReachable } from "./reachable.ts";
import type { Release } from "./tools.ts";

/**
 * Installs tools from one file of an upstream release.
 *
 * @param pins tools with the same `release.url`
 * @returns their paths, in the order of `pins`
 * @throws Unavailable if another source should be tried: site unreachable, file missing, no checksum
 * @throws LabError `checksum-mismatch`, `download-truncated`, `release-wrong`
 */
export async function installRelease(
	pins: readonly Pin[],
	release: Release,
	work: Work,
): Promise<string[]> {
	const { cache, progress, signal } = work;
	const url = mirrored(release.url);
	if (!(await isSiteReachable(new URL(url).origin))) {
		throw new Unavailable(`${new URL(url).host} cannot be reached`);
	}
	const elapsed = stopwatch();
	const sums = await fetchText(mirrored(release.checksums), signal);
	const sum = findSum(sums, basename(release.url));
	if (sum === undefined) {
		throw new Unavailable(`${release.checksums} has no checksum for this file`);
	}
	const folder = join(cache, "downloads");
	await mkdir(folder, { recursive: true });
	const file = join(folder, `${contentHash(url).slice(0, 10)}.part`);
	const bytes = await downloadVerified(pins, url, sum, file, work);
	const paths = await withStage(cache, (stage) =>
		unpack(pins, url, file, stage, cache),
	);
	await rm(file, { force: true });
	progress.note(
		`${named(pins)}: downloaded from ${new URL(url).host}, ${megabytes(bytes)} in ${elapsed()}`,
	);
	return paths;
}

const sites = new Map<string, Promise<boolean>>();

/** Checks each site once per process, because many tools come from the same one. */
function isSiteReachable(site: string): Promise<boolean> {
	const answer = sites.get(site) ?? isReachable(site);
	sites.set(site, answer);
	return answer;
}

/** Replaces `https://<host>/<path>` by `<mirror>/<host>/<path>` if `VACLAB_RELEASES` is set to a mirror. */
export function mirrored(url: string): string {
	const mirror = process.env.VACLAB_RELEASES;
	return mirror ? url.replace("https:/", mirror.replace(/\/$/, "")) : url;
}

/** Finds a file's checksum in `sha256sum` lines, or in a file with one bare checksum. */
export function findSum(text: string, file: string): string | undefined {
	const lines = text.trim().split("\n");
	for (const line of lines) {
		const [sum, path] = line.trim().split(/\s+\*?/);
		if (path !== undefined && basename(path) === file) return sum;
	}
	const only = lines.length === 1 ? lines[0]?.trim() : undefined;
	return only !== undefined && /^[0-9a-f]{64}$/.test(only) ? only : undefined;
}

/** @returns the size in bytes */
async function downloadVerified(
	pins: readonly Pin[],
	url: string,
	sum: string,
	file: string,
	{ progress, signal }: Work,
): Promise<number> {
	const throttled = atMostEvery(1000);
	const onBytes = (bytes: number, total: number | undefined) => {
		const of = total === undefined ? "" : ` of ${megabytes(total)}`;
		throttled(() =>
			progress.step(`downloading ${named(pins)}: ${megabytes(bytes)}${of}`),
		);
	};
	for (;;) {
		try {
			const { resumed } = await download(url, file, { signal, onBytes });
			const actual = await sha256(file);
			if (actual === sum) return (await stat(file)).size;
			await rm(file, { force: true });
			// The resumed part may be from an older file: download once more, from the start.
			if (resumed) continue;
			throw toolFault(
				"checksum-mismatch",
				pins,
				`the download has SHA-256 ${actual}, but its publisher lists ${sum}`,
				url,
			);
		} catch (error) {
			if (!(error instanceof Truncated)) throw error;
			throw toolFault("download-truncated", pins, error.message, url, error);
		}
	}
}

async function sha256(file: string): Promise<string> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(file), hash);
	return hash.digest("hex");
}

async function unpack(
	pins: readonly Pin[],
	url: string,
	file: string,
	stage: string,
	cache: string,
): Promise<string[]> {
	const members = pins.flatMap(({ release }) => release?.member ?? []);
	if (members.length > 0) {
		await run("tar", ["-xf", file, "-C", stage, ...members], {
			timeout: "5m",
		}).catch((error: Error) => {
			throw toolFault("release-wrong", pins, error.message, url, error);
		});
	}
	const paths: string[] = [];
	for (const pin of pins) {
		const member = pin.release?.member;
		const binary = join(stage, member ?? pin.name);
		if (member === undefined) await rename(file, binary);
		await chmod(binary, 0o755);
		if (!(await reportsPinnedVersion(pin, binary))) {
			const reason = `the downloaded program does not report version ${pin.version}`;
			throw toolFault("release-wrong", [pin], reason, url);
		}
		paths.push(
			await install(cache, pin, binary, { source: "release", from: url }),
		);
	}
	return paths;
}
