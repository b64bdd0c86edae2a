import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** Contents of files, by path relative to a folder, with `/` as separator. */
export type FileTree = ReadonlyMap<string, string>;

/** Reads all files below a folder; returns an empty tree if the folder does not exist. */
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
	// Synchronous and sequential: faster than a promise per file, and never runs out of file handles.
	return new Map(
		paths.map((path) => [
			relative(folder, path).split(sep).join("/"),
			readFileSync(path, "utf8"),
		]),
	);
}

/** Writes a file so that readers see either the old or the new content, never a part of it. */
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

/** Removes a folder and its contents. */
export const removeTree = (folder: string): Promise<void> =>
	rm(folder, { recursive: true, force: true });
