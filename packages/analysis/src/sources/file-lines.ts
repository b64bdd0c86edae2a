import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { exitCode, LabError } from "@lab/core";
import { Decompress } from "fzstd";
import { asUtf8 } from "./_byte-order.ts";

/** Bytes decoded at once. */
const CHUNK = 1 << 20;

/**
 * Reads the lines of a file, some thousands at a time; `.gz` and `.zst` are
 * decompressed. Invalid UTF-8 becomes U+FFFD, and no line is dropped.
 *
 * @throws LabError `broken-file` if a compressed file is truncated or invalid
 */
export async function* fileLines(path: string): AsyncGenerator<string[]> {
	const decoder = new TextDecoder();
	// The parts of a line that is longer than a chunk are joined only at its end.
	let open: string[] = [];
	for await (const chunk of fileBytes(path)) {
		const text = decoder.decode(chunk, { stream: true });
		const end = text.indexOf("\n");
		if (end < 0) {
			open.push(text);
			continue;
		}
		const lines = text.slice(end + 1).split("\n");
		lines.unshift(open.join("") + text.slice(0, end));
		open = [lines.pop() as string];
		yield lines;
	}
	const last = open.join("") + decoder.decode();
	if (last !== "") yield [last];
}

/** Time of the last change of files, seconds since 1970: no line was written later. A copy may have a later one. */
export async function changedAt(paths: readonly string[]): Promise<number> {
	const times = await Promise.all(
		paths.map(async (path) => (await stat(path)).mtimeMs / 1000),
	);
	return Math.max(...times);
}

const NEWLINE = 10;

/** Reads the bytes of the files of one stream, oldest first, as if they were one file. */
export async function* bytesOf(
	paths: readonly string[],
): AsyncGenerator<Uint8Array> {
	for (const [index, path] of paths.entries()) {
		let last = NEWLINE;
		for await (const bytes of fileBytes(path)) {
			if (bytes.length === 0) continue;
			last = bytes[bytes.length - 1] as number;
			yield bytes;
		}
		// A file that ends within a line must not be joined with the next file.
		if (last !== NEWLINE && index < paths.length - 1)
			yield Uint8Array.of(NEWLINE);
	}
}

/**
 * Reads the bytes of a file in chunks, as UTF-8 without a byte order mark; `.gz`
 * and `.zst` are decompressed.
 *
 * @throws LabError `broken-file` if a compressed file is truncated or invalid
 */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
	const file = createReadStream(path, { highWaterMark: CHUNK });
	try {
		if (path.endsWith(".gz")) {
			const gunzip = createGunzip({ chunkSize: CHUNK });
			file.on("error", (error) => gunzip.destroy(error));
			yield* asUtf8(file.pipe(gunzip));
		} else if (path.endsWith(".zst")) {
			yield* asUtf8(unzstd(file));
		} else {
			yield* asUtf8(file);
		}
	} catch (error) {
		throw new LabError({
			code: "broken-file",
			what: `${path} could not be read completely: ${(error as Error).message}`,
			where: path,
			help: "fetch the file again; to read what is left of it, decompress it by hand",
			exit: exitCode.unavailable,
			cause: error,
		});
	}
}

async function* unzstd(
	file: AsyncIterable<Buffer>,
): AsyncGenerator<Uint8Array> {
	const ready: Uint8Array[] = [];
	let ended = false;
	const unpack = new Decompress((chunk, last) => {
		// The library returns views of a buffer that it reuses.
		if (chunk.length > 0) ready.push(chunk.slice());
		ended ||= last === true;
	});
	for await (const chunk of file) {
		unpack.push(chunk);
		yield* ready.splice(0);
	}
	unpack.push(new Uint8Array(0), true);
	yield* ready.splice(0);
	if (!ended) throw new Error("unexpected end of file");
}
