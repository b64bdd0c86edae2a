import { createWriteStream } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { LabError } from "@lab/core";

/** Manifest of an archive; a folder that contains it is an archive. */
export const ARCHIVE = "archive.json";

/** Compresses text into a file that is complete or does not exist. */
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
 * Reads the manifest of an archive.
 *
 * @param what kind of content, for the error: `logs`
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
			what: `${folder} contains no archived ${what}`,
			where: path,
			help: "archive the run first, or choose another folder",
			cause: error,
		});
	});
	return JSON.parse(text) as Manifest;
}
