import { readFileSync } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { exitCode, type FileTree, LabError } from "@lab/core";

/** Contents of a folder, by path relative to it. */
export interface DiskTree {
	readonly files: FileTree;
	/** Links and other entries that are neither a file nor a folder. */
	readonly links: readonly string[];
	readonly emptyFolders: readonly string[];
}

/**
 * Reads a folder without following links.
 *
 * @returns empty lists if the folder does not exist
 * @throws LabError `not-a-folder` if the path is a link or a file
 */
export async function readDisk(folder: string): Promise<DiskTree> {
	if (!(await isFolder(folder)))
		return { files: new Map(), links: [], emptyFolders: [] };
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	const parents = new Set(entries.map(({ parentPath }) => parentPath));
	const pathsOf = (some: typeof entries) =>
		some
			.map((entry) => join(entry.parentPath, entry.name))
			.sort()
			.map((path) => relative(folder, path).split(sep).join("/"));
	return {
		// Sequential: faster than a promise per file, and never runs out of file handles.
		files: new Map(
			pathsOf(entries.filter((entry) => entry.isFile())).map((path) => [
				path,
				readFileSync(join(folder, path), "utf8"),
			]),
		),
		links: pathsOf(
			entries.filter((entry) => !entry.isFile() && !entry.isDirectory()),
		),
		emptyFolders: pathsOf(
			entries.filter(
				(entry) =>
					entry.isDirectory() &&
					!parents.has(join(entry.parentPath, entry.name)),
			),
		),
	};
}

async function isFolder(path: string): Promise<boolean> {
	const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
	if (found === undefined) return false;
	if (found.isDirectory()) return true;
	throw new LabError({
		code: "not-a-folder",
		what: found.isSymbolicLink()
			? `${path} is a link to ${await readlink(path)}`
			: `${path} is not a folder`,
		where: path,
		help: "remove it: synth replaces the whole folder, and would not change the target of a link",
		exit: exitCode.unavailable,
	});
}
