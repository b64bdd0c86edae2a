import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** Files by their path below some folder, `/` between its parts. */
export type FileTree = ReadonlyMap<string, string>;

/** Reads all files below a folder; a folder that is not there is empty. */
export async function readTree(folder: string): Promise<FileTree> {
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	}).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	// One after the other and without a promise each: faster, and never out of file handles.
	return new Map(
		paths.map((path) => [
			relative(folder, path).split(sep).join("/"),
			readFileSync(path, "utf8"),
		]),
	);
}

/** Writes a file so that a reader sees the old one or the new one, never a part. */
export async function writeFileAtomically(
	path: string,
	text: string,
): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
	await writeFile(temporary, text);
	await rename(temporary, path);
}

/** Writes all files of a tree below a folder. */
export function writeTree(folder: string, tree: FileTree): void {
	const folders = new Set(
		[...tree.keys()].map((path) => dirname(join(folder, path))),
	);
	for (const path of folders) mkdirSync(path, { recursive: true });
	for (const [path, text] of tree) writeFileSync(join(folder, path), text);
}

/** Takes a folder away, with all that is in it. */
export const removeTree = (folder: string): Promise<void> =>
	rm(folder, { recursive: true, force: true });
