import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { exitCode, LabError } from "@lab/core";
import { Decompress } from "fzstd";

/** So much text is decoded at once. */
const CHUNK = 1 << 20;

/**
 * The lines of a file, some thousands at a time; `.gz` and `.zst` are
 * unpacked. Bytes that are no UTF-8 become U+FFFD, and no line is left out.
 *
 * @throws LabError `broken-file` when a packed file is cut or is none
 */
export async function* fileLines(path: string): AsyncGenerator<string[]> {
	const decoder = new TextDecoder();
	// A line longer than a chunk is joined once, at its end.
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

const NEWLINE = 10;

/** The bytes of the files of one stream, oldest first, as if they were one file. */
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
		// A file that ends within a line must not run on into the next one.
		if (last !== NEWLINE && index < paths.length - 1)
			yield Uint8Array.of(NEWLINE);
	}
}

/**
 * The bytes of a file, some at a time; `.gz` and `.zst` are unpacked.
 *
 * @throws LabError `broken-file` when a packed file is cut or is none
 */
async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
	const file = createReadStream(path, { highWaterMark: CHUNK });
	try {
		if (path.endsWith(".gz")) {
			const gunzip = createGunzip({ chunkSize: CHUNK });
			file.on("error", (error) => gunzip.destroy(error));
			yield* file.pipe(gunzip);
		} else if (path.endsWith(".zst")) {
			yield* unzstd(file);
		} else {
			yield* file;
		}
	} catch (error) {
		throw new LabError({
			code: "broken-file",
			what: `${path} cannot be read to its end: ${(error as Error).message}`,
			where: path,
			help: "fetch the file again; what it still holds may be read after unpacking it by hand",
			exit: exitCode.letDown,
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
		// The library hands out views of a buffer that it writes again.
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
