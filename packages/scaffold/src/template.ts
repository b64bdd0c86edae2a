import { join } from "node:path";
import { readTree } from "@lab/core";
import type { Kind } from "./kind.ts";
import type { Source } from "./source-edit.ts";

/** @returns the files of a template with the paths that they get in its target, nothing replaced */
export async function templateOf(
	root: string,
	{ template, target }: Pick<Kind, "template" | "target">,
): Promise<Source[]> {
	const end = template.lastIndexOf("/");
	const [folder, start] = [template.slice(0, end), template.slice(end + 1)];
	const files = [...(await readTree(join(root, folder)))]
		.filter(([path]) => path.startsWith(start))
		.map(([path, text]) => ({
			path: `${target}${path.slice(start.length)}`,
			text,
		}));
	if (files.length === 0) throw new Error(`there is no template ${template}`);
	return files;
}
