import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import type { RunFolder } from "./run-folder.ts";

/** Why a state was left before its work was done. */
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

/** Leaves a request for whoever runs the run, now or later. */
export const leaveRequest = (
	folder: RunFolder,
	request: Request,
): Promise<void> =>
	writeFileAtomically(
		join(folder.requests, `${Date.now()}-${process.pid}-${request.kind}.json`),
		JSON.stringify(request),
	);

/** What people asked and nobody has noted yet, oldest first. */
export async function waitingRequests(
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
