import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { LabError } from "@lab/core";
import type { LeftOut } from "./_log-layout.ts";
import { bytesOf } from "./file-lines.ts";
import type { LogStream } from "./log-source.ts";

/** Files of different streams with the same content. */
export interface Alike {
	readonly paths: readonly string[];
	/** Pods of the files, in the same order. */
	readonly pods: readonly string[];
	/** Bytes of the content. */
	readonly size: number;
}

/**
 * Removes the compressed copies of files that are there uncompressed too.
 *
 * @returns the removed ones
 * @throws LabError `duplicate-file` if two files of different names have the same content
 */
export async function removeCopies(paths: string[]): Promise<LeftOut[]> {
	if (paths.length < 2) return [];
	const removed = await removeEarlierCopies(paths);
	for (const alike of await byHead(paths)) {
		const seen = new Map<string, string>();
		// The shortest name first: a copy has a suffix.
		for (const path of alike.sort((a, b) => a.length - b.length)) {
			const whole = await digest(path);
			const original = seen.get(whole);
			if (original === undefined) {
				seen.set(whole, path);
			} else if (/^\.(?:gz|zst)$/i.test(path.slice(original.length))) {
				paths.splice(paths.indexOf(path), 1);
				removed.push({ path, reason: `a copy of ${original}` });
			} else {
				throw duplicateFile(path, original);
			}
		}
	}
	return removed;
}

const duplicateFile = (path: string, original: string): LabError =>
	new LabError({
		code: "duplicate-file",
		what: `${path} is a copy of ${original}: each line would count twice`,
		where: path,
		help: "remove one of them",
	});

/** Returns groups of files that begin alike; empty files are in none. */
async function byHead(paths: readonly string[]): Promise<string[][]> {
	const heads = new Map<string, string[]>();
	for (const path of paths) {
		const { size } = await stat(path);
		if (size === 0) continue;
		const head = await digest(path, HEAD);
		heads.set(head, [...(heads.get(head) ?? []), path]);
	}
	return [...heads.values()].filter(({ length }) => length > 1);
}

/**
 * Finds files of different streams with the same content.
 *
 * @throws LabError `duplicate-file` if they are of one pod
 */
export async function alikeFiles(
	groups: readonly {
		readonly paths: readonly string[];
		readonly folder: string;
		readonly stream: LogStream;
	}[],
): Promise<Alike[]> {
	const groupOf = new Map(
		groups.flatMap((group) =>
			group.paths.map((path) => [path, group] as const),
		),
	);
	const alike: Alike[] = [];
	for (const paths of await byHead([...groupOf.keys()])) {
		const byContent = new Map<string, string[]>();
		for (const path of paths) {
			const whole = await digest(path);
			byContent.set(whole, [...(byContent.get(whole) ?? []), path]);
		}
		for (const same of byContent.values()) {
			const [first = ""] = same;
			if (same.length < 2) continue;
			const pods = same.map((path) => groupOf.get(path)?.stream.pod ?? "");
			const places = new Map<string, string>();
			for (const [index, path] of same.entries()) {
				const place = `${groupOf.get(path)?.folder} ${pods[index]}`;
				const known = places.get(place);
				if (known !== undefined && groupOf.get(known) !== groupOf.get(path))
					throw duplicateFile(path, known);
				places.set(place, path);
			}
			if (new Set(same.map((path) => groupOf.get(path))).size > 1)
				alike.push({ paths: same, pods, size: await sizeOf(first) });
		}
	}
	return alike;
}

/** Removes `pod-0.log.gz`, or `pod-0.log`, where the other begins with all its lines: it was copied earlier. */
async function removeEarlierCopies(paths: string[]): Promise<LeftOut[]> {
	const removed: LeftOut[] = [];
	for (const packed of [...paths]) {
		const plain = packed.replace(/\.(?:gz|zst)$/i, "");
		if (plain === packed || !paths.includes(plain)) continue;
		const sizes = await Promise.all([plain, packed].map(sizeOf));
		const [longer, shorter] =
			(sizes[0] ?? 0) > (sizes[1] ?? 0) ? [plain, packed] : [packed, plain];
		const size = Math.min(...sizes);
		if (size === 0 || sizes[0] === sizes[1]) continue;
		if ((await digest(longer, size)) !== (await digest(shorter))) continue;
		paths.splice(paths.indexOf(shorter), 1);
		removed.push({
			path: shorter,
			reason: `an earlier copy of ${longer}, which has all its lines`,
		});
	}
	return removed;
}

/** Number of bytes of a file's content, decompressed, without those of line ends of Windows. */
async function sizeOf(path: string): Promise<number> {
	let size = 0;
	for await (const bytes of bytesOf([path]))
		size += withoutReturns(bytes).length;
	return size;
}

/** Bytes by which most files already differ. */
const HEAD = 65_536;

/** Returns the digest of a file's content, decompressed, whatever its line ends are. */
async function digest(path: string, limit = Infinity): Promise<string> {
	const hash = createHash("sha256");
	let left = limit;
	for await (const chunk of bytesOf([path])) {
		const bytes = withoutReturns(chunk);
		hash.update(bytes.subarray(0, Math.min(left, bytes.length)));
		left -= bytes.length;
		if (left <= 0) break;
	}
	return hash.digest("hex");
}

const RETURN = 13;

const withoutReturns = (bytes: Uint8Array): Uint8Array =>
	bytes.includes(RETURN) ? bytes.filter((byte) => byte !== RETURN) : bytes;
