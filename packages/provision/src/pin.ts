import { createHash } from "node:crypto";
import { join } from "node:path";
import {
	exitCode,
	fetchWithSignal,
	LabError,
	type Progress,
	reviewableJson,
	writeFileAtomically,
} from "@lab/core";
import { everyPlatformChart } from "@lab/lab";
import { mirrored } from "@lab/toolchain";
import { checksumFile, downloads, readChecksums } from "./downloads.ts";

/**
 * Downloads each file that has no checksum yet, and records its hash. k3s must
 * match the checksum of its own release.
 *
 * @returns URLs added to the file
 * @throws LabError `download-failed`, `checksum-differs`
 */
export async function pinDownloads(
	root: string,
	progress: Progress,
): Promise<string[]> {
	const known = { ...(await readChecksums(root)) };
	const unpinned = downloads(everyPlatformChart()).filter(
		(url) => known[url] === undefined,
	);
	for (const [index, url] of unpinned.entries()) {
		progress.step(`${index + 1}/${unpinned.length} ${url}`);
		const hash = createHash("sha256")
			.update(await get(url))
			.digest("hex");
		if (url.endsWith("/k3s")) await assertPublished(url, hash);
		known[url] = hash;
	}
	await writeFileAtomically(join(root, checksumFile), reviewableJson(known));
	return unpinned;
}

async function assertPublished(url: string, hash: string): Promise<void> {
	const listUrl = url.replace(/\/k3s$/, "/sha256sum-amd64.txt");
	const list = (await get(listUrl)).toString();
	const line = list.split("\n").find((entry) => /\sk3s$/.test(entry));
	if (line?.startsWith(hash)) return;
	throw new LabError({
		code: "checksum-differs",
		what: `${url} has SHA-256 ${hash}, but its release lists ${line ?? "none"}`,
		where: listUrl,
		help: "do not use the file; try another network",
		exit: exitCode.unavailable,
	});
}

async function get(url: string): Promise<Buffer> {
	try {
		const answer = await fetchWithSignal(mirrored(url), {
			signal: AbortSignal.timeout(600_000),
		});
		if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
		return Buffer.from(await answer.arrayBuffer());
	} catch (cause) {
		throw new LabError({
			code: "download-failed",
			what: `${url} cannot be downloaded: ${cause instanceof Error ? cause.message : cause}`,
			where: url,
			help: "check that this computer has Internet access and that the version exists",
			exit: exitCode.unavailable,
			cause,
		});
	}
}
