import { createWriteStream } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { LabError } from "@lab/core";

/** Says what an archive holds; its presence makes a folder one. */
export const ARCHIVE = "archive.json";

/** Compresses text to a file that is there whole or not at all. */
export async function writeGzip(
	path: string,
	text: AsyncIterable<string>,
): Promise<void> {
	await pipeline(
		Readable.from(text),
		createGzip({ level: 3 }),
		createWriteStream(`${path}.part`),
	);
	await rename(`${path}.part`, path);
}

/**
 * Reads what an archive says of itself.
 *
 * @param what is looked for in it: `logs`
 * @throws LabError `no-archive`
 */
export async function readManifest<Manifest>(
	folder: string,
	what: string,
): Promise<Manifest> {
	const path = join(folder, ARCHIVE);
	const text = await readFile(path, "utf8").catch((error) => {
		throw new LabError({
			code: "no-archive",
			what: `${folder} holds no archived ${what}`,
			where: path,
			help: "archive the run first, or name another folder",
			cause: error,
		});
	});
	return JSON.parse(text) as Manifest;
}
