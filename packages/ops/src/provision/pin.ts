import { createHash } from "node:crypto";
import { join } from "node:path";
import {
	exitCode,
	LabError,
	reviewableJson,
	writeFileAtomically,
} from "@lab/core";
import type { Progress } from "../toolchain/progress.ts";
import { mirrored } from "../toolchain/release.ts";
import { checksumFile, downloads, readChecksums } from "./downloads.ts";
import { everyChart } from "./platform-charts.ts";

/**
 * Downloads each file that has no checksum yet, and notes what it hashes to;
 * k3s must hash to what its own release says.
 *
 * @returns the URLs that are new in the file
 * @throws LabError `download-failed`, `checksum-differs`
 */
export async function pinDownloads(
	root: string,
	progress: Progress,
): Promise<string[]> {
	const known = { ...(await readChecksums(root)) };
	const open = downloads(everyChart()).filter(
		(url) => known[url] === undefined,
	);
	for (const [index, url] of open.entries()) {
		progress.step(`${index + 1}/${open.length} ${url}`);
		const hash = createHash("sha256")
			.update(await get(url))
			.digest("hex");
		if (url.endsWith("/k3s")) await assertPublished(url, hash);
		known[url] = hash;
	}
	await writeFileAtomically(join(root, checksumFile), reviewableJson(known));
	return open;
}

async function assertPublished(url: string, hash: string): Promise<void> {
	const listUrl = url.replace(/\/k3s$/, "/sha256sum-amd64.txt");
	const list = (await get(listUrl)).toString();
	const line = list.split("\n").find((entry) => /\sk3s$/.test(entry));
	if (line?.startsWith(hash)) return;
	throw new LabError({
		code: "checksum-differs",
		what: `${url} hashes to ${hash}, its release says ${line ?? "nothing"}`,
		where: listUrl,
		help: "do not use that file; try another network",
		exit: exitCode.letDown,
	});
}

async function get(url: string): Promise<Buffer> {
	try {
		const answer = await fetch(mirrored(url), {
			signal: AbortSignal.timeout(600_000),
		});
		if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
		return Buffer.from(await answer.arrayBuffer());
	} catch (cause) {
		throw new LabError({
			code: "download-failed",
			what: `${url} cannot be downloaded: ${cause instanceof Error ? cause.message : cause}`,
			where: url,
			help: "this computer needs the Internet once; see whether the version exists",
			exit: exitCode.letDown,
			cause,
		});
	}
}
