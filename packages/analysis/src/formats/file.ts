import { createReadStream } from "node:fs";
import { LabError } from "@lab/core";

/** Larger than what V8 moves about in memory, smaller than what counts. */
const CHUNK = 2 ** 18;

/**
 * The bytes of a plain file.
 *
 * @throws LabError `unreadable-file` when there is none, or not to its end
 */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
	try {
		yield* createReadStream(path, { highWaterMark: CHUNK });
	} catch (error) {
		throw new LabError({
			code: "unreadable-file",
			what: `${path} cannot be read: ${(error as Error).message}`,
			where: path,
			help: "name a file that exists and that you may read",
			cause: error,
		});
	}
}
