import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Collected } from "../../backend.ts";

/** Copies all files with an ending. The dataset hashes the copies, since nodes still write to the originals. */
export async function copyFiles(
	from: string,
	into: string,
	name: string,
	ending: string,
	kind: Pick<Collected, "content" | "format">,
): Promise<Collected[]> {
	const files = (await readdir(from))
		.filter((file) => file.endsWith(ending))
		.sort();
	await mkdir(join(into, name), { recursive: true });
	for (const file of files) {
		await copyFile(join(from, file), join(into, name, file));
	}
	return files.map((file) => ({ path: `${name}/${file}`, ...kind }));
}
