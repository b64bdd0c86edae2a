import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path/posix";
import { LabError } from "@lab/core";
import { withArticle } from "./check-name.ts";
import type { Kind } from "./kind.ts";
import { importsOf, type Source } from "./source-edit.ts";

/** What is told where a name is taken. */
export const existing = (
	{ noun }: Kind,
	name: string,
	where: string,
): LabError =>
	new LabError({
		code: `${noun}-exists`,
		what: `there is already ${withArticle(noun)} '${name}'`,
		where,
		help: "choose another name, or edit that file",
	});

/**
 * @param kind with the new name in it
 * @throws LabError `<noun>-exists` where the registry has one of that name, in whatever folder
 */
export function assertNotRegistered(
	kind: Kind,
	name: string,
	registry: Source,
): void {
	const { module, file } = kind.registry;
	const parts = module.split("/");
	const own = parts.findIndex((part) => part.replace(".ts", "") === name);
	const found = [...importsOf(registry).keys()].find(
		(other) => other.split("/").at(own - parts.length) === parts[own],
	);
	if (found !== undefined)
		throw existing(kind, name, join(dirname(file), found));
}

/**
 * Files that are as we would write them are left by a call that was killed.
 *
 * @throws LabError `<noun>-exists`
 */
export async function assertNotWritten(
	root: string,
	kind: Kind,
	name: string,
	files: readonly Source[],
): Promise<void> {
	for (const { path, text } of files) {
		const there = await readFile(join(root, path), "utf8").catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code === "ENOENT") return text;
				// A file where we need a folder, or the other way round.
				if (["ENOTDIR", "EISDIR"].includes(error.code ?? "")) return undefined;
				throw error;
			},
		);
		if (there !== text) throw existing(kind, name, path);
	}
}
