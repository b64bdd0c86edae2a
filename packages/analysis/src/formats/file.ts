import { createReadStream } from "node:fs";
import { LabError } from "@lab/core";

/** From this size on Node keeps text outside of V8's heap, which then need not move it. */
const CHUNK = 2 ** 20;

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
