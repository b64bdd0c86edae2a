import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { exitCode, LabError, reasonOf } from "@lab/core";
import type { Source } from "./source-edit.ts";

/**
 * Writes all files, in their order, or leaves everything as it was. Nothing
 * else of this process runs in between, so a signal waits for the end.
 *
 * @throws LabError `not-written`
 */
export function writeAll(root: string, files: readonly Source[]): void {
	const undo: (() => void)[] = [];
	try {
		for (const { path, text } of files) {
			const made = mkdirSync(dirname(join(root, path)), { recursive: true });
			if (made !== undefined) undo.push(() => remove(made));
			undo.push(() => remove(temporary(root, path)));
			writeFileSync(temporary(root, path), text);
		}
		for (const { path } of files) {
			undo.push(restorer(join(root, path)));
			renameSync(temporary(root, path), join(root, path));
		}
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw new LabError({
			code: "not-written",
			what: `the files could not be written: ${reasonOf(error)}`,
			where: files.map(({ path }) => path).join(", "),
			help: "nothing has changed; make the folder writable, or free some space, and call again",
			exit: exitCode.unavailable,
			cause: error,
		});
	}
}

const temporary = (root: string, path: string) => `${join(root, path)}.new`;

const remove = (path: string) => rmSync(path, { recursive: true, force: true });

/** @returns what makes a file as it is now */
function restorer(path: string): () => void {
	if (!existsSync(path)) return () => remove(path);
	const before = readFileSync(path);
	return () => writeFileSync(path, before);
}
