import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import { platformParts } from "@lab/lab";

/** Path of the checksums: written by `pnpm provision pin`, reviewed, committed. */
export const checksumFile = "ansible/checksums.json";

/** SHA-256 by URL. */
export type Checksums = Readonly<Record<string, string>>;

/**
 * k3s versions from the running one to the target: Kubernetes is upgraded one
 * minor version at a time.
 */
export const k3sVersions = [
	platformParts.k3s.running,
	"v1.33.7+k3s1",
	"v1.34.10+k3s1",
	platformParts.k3s.version,
] as const;

export const k3sUrl = (version: string): string =>
	`https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}/k3s`;

/** URL of every file that a machine downloads. */
export function downloads(charts: readonly { url: string }[]): string[] {
	return [...k3sVersions.map(k3sUrl), ...charts.map(({ url }) => url)];
}

export async function readChecksums(root: string): Promise<Checksums> {
	return JSON.parse(await readFile(join(root, checksumFile), "utf8"));
}

/** @throws LabError `unpinned-download` if a file has no checksum */
export function assertPinned(
	files: readonly { readonly url: string; readonly sha256: string }[],
): void {
	const unpinned = files.filter(({ sha256 }) => sha256 === "");
	if (unpinned.length === 0) return;
	throw new LabError({
		code: "unpinned-download",
		what: `no checksum is recorded for ${unpinned.map(({ url }) => url).join(", ")}`,
		where: checksumFile,
		help: "run 'pnpm provision pin' on a computer with Internet access, then review and commit that file (docs/how-to/provision.md, step 4); nothing was changed",
	});
}
