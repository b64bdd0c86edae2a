import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import type { RunFolder } from "./run-folder.ts";

/** Reason for leaving a state before its work was done. */
export class Interruption extends Error {
	override readonly name = "Interruption";
	readonly outcome: "aborted" | "expired";

	constructor(outcome: "aborted" | "expired", why: string) {
		super(why);
		this.outcome = outcome;
	}
}

export type Request =
	| { readonly kind: "abort"; readonly by: string }
	| { readonly kind: "extend"; readonly byMs: number };

/** Writes a request for the current or the next runner of a run. */
export const writeRequest = (
	folder: RunFolder,
	request: Request,
): Promise<void> =>
	writeFileAtomically(
		join(folder.requests, `${Date.now()}-${process.pid}-${request.kind}.json`),
		JSON.stringify(request),
	);

/** Requests that no runner has recorded yet, oldest first. */
export async function pendingRequests(
	folder: RunFolder,
): Promise<{ file: string; request: Request }[]> {
	const files = (await readdir(folder.requests))
		.filter((name) => name.endsWith(".json"))
		.sort();
	return Promise.all(
		files.map(async (file) => ({
			file,
			request: JSON.parse(
				await readFile(join(folder.requests, file), "utf8"),
			) as Request,
		})),
	);
}
