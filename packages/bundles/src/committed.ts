import { basename, dirname, join } from "node:path";
import { type FileTree, tryRun } from "@lab/core";

/**
 * Reads files of a tree from the last commit. These are the files that Fleet has,
 * even if those on disk are damaged.
 *
 * @param paths files and folders, relative to the tree
 * @returns files by path relative to the tree; undefined if there is no commit
 */
export const committedFiles = (
	tree: string,
	paths: readonly string[],
): Promise<FileTree | undefined> => filesAt("HEAD", tree, paths);

/**
 * Reads files of a tree from a commit, branch or tag.
 *
 * @returns files by path relative to the tree; undefined if Git does not know the commit
 */
export async function filesAt(
	ref: string,
	tree: string,
	paths: readonly string[] = ["."],
): Promise<FileTree | undefined> {
	const base = basename(tree);
	const listed = await git(tree, [
		...["ls-tree", "-r", "-z", ref, "--"],
		...paths.map((path) => join(base, path)),
	]);
	if (listed === undefined) return undefined;
	// `<mode> blob <id>\t<path>`; a link is a blob of another mode.
	const entries = listed.split("\0").flatMap((line) => {
		const [, id = "", path = ""] =
			/^100\d{3} blob (\w+)\t(.+)$/s.exec(line) ?? [];
		return path === "" ? [] : [{ id, path: path.slice(base.length + 1) }];
	});
	const texts = await blobs(
		tree,
		entries.map(({ id }) => id),
	);
	return new Map(
		entries.map(({ path }, index) => [path, texts[index] ?? ""] as const),
	);
}

/** Reads the texts of blobs in one call. */
async function blobs(tree: string, ids: readonly string[]): Promise<string[]> {
	const answer = await git(
		tree,
		["cat-file", "--batch"],
		`${ids.join("\n")}\n`,
	);
	const bytes = Buffer.from(answer ?? "");
	const texts: string[] = [];
	let at = 0;
	for (const _ of ids) {
		// `<id> blob <size>`, the text, and a line break.
		const start = bytes.indexOf("\n", at) + 1;
		const size = Number(bytes.toString("utf8", at, start).split(" ")[2]);
		texts.push(bytes.toString("utf8", start, start + size));
		at = start + size + 1;
	}
	return texts;
}

/** @returns undefined if Git is not installed or fails */
const git = (
	tree: string,
	words: readonly string[],
	input?: string,
): Promise<string | undefined> =>
	tryRun("git", words, {
		cwd: dirname(tree),
		timeout: "1m",
		...(input !== undefined && { input }),
	}).then(
		({ exit, stdout }) => (exit === 0 ? stdout : undefined),
		() => undefined,
	);
