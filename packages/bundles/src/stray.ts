import { type FileTree, type Finding, fault } from "@lab/core";
import type { Committed } from "./changes.ts";
import type { DiskTree } from "./disk.ts";
import { GENERATED } from "./render.ts";

const HEADER = new RegExp(`^${GENERATED}`, "m");

/**
 * Reports files that synth did not write, and that Fleet would treat as part of
 * a bundle. A generated file that is empty or has a merge conflict counts as
 * written by synth, and so does a link in the place of one.
 */
export async function strayFindings(
	folder: string,
	{ files, links }: DiskTree,
	rendered: FileTree,
	committed: Committed,
): Promise<Finding[]> {
	const doubtful = [
		...[...files]
			.filter(([, text]) => !HEADER.test(text))
			.map(([path]) => path),
		...links,
	].filter((path) => !(isEmpty(files.get(path)) && isIn(rendered, path)));
	if (doubtful.length === 0) return [];
	const before = await committed(doubtful);
	const generated = new Map(
		[...(before ?? [])].filter(([, text]) => text.startsWith(GENERATED)),
	);
	return doubtful
		.filter((path) => !isIn(generated, path))
		.map((path) =>
			fault({
				code: "stray-file",
				what: `${path} was not written by synth, and Fleet would treat it as part of a bundle`,
				where: `${folder}/${path}`,
				help: "move it elsewhere: everything in this folder is generated",
			}),
		);
}

/** Whether a file has no text, or is a link: replacing it loses nothing. */
const isEmpty = (text: string | undefined): boolean => !text?.trim();

/** Whether a tree has this file, or files in this folder. */
const isIn = (tree: FileTree, path: string): boolean =>
	tree.has(path) || [...tree.keys()].some((one) => one.startsWith(`${path}/`));
