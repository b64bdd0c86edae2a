import { randomBytes } from "node:crypto";
import {
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	writeFile,
} from "node:fs/promises";
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
	return new Map(
		await Promise.all(
			paths.map(
				async (path) =>
					[
						relative(folder, path).split(sep).join("/"),
						await readFile(path, "utf8"),
					] as const,
			),
		),
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
export async function writeTree(folder: string, tree: FileTree): Promise<void> {
	const folders = new Set(
		[...tree.keys()].map((path) => dirname(join(folder, path))),
	);
	await Promise.all(
		[...folders].map((path) => mkdir(path, { recursive: true })),
	);
	await Promise.all(
		[...tree].map(([path, text]) => writeFile(join(folder, path), text)),
	);
}

/** Takes a folder away, with all that is in it. */
export const removeTree = (folder: string): Promise<void> =>
	rm(folder, { recursive: true, force: true });
