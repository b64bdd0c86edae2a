import { closeSync, openSync, readSync } from "node:fs";
import { type Daemon, leaseHolder, startDaemon } from "@lab/core";
import { parseDocument, type RunEvent, runEvent } from "@lab/record";
import { sleep } from "./clock.ts";
import type { RunFolder } from "./run-folder.ts";

const EVERY_MS = 150;
/** Time that a runner may take from its start until it holds the lease. */
const START_MS = 15_000;

/**
 * Starts a runner that outlives this process.
 *
 * @param command executes the run of this folder in the foreground
 */
export const startRunner = (
	folder: RunFolder,
	[program, ...args]: readonly [string, ...string[]],
	cwd: string,
): Promise<Daemon> =>
	startDaemon(program, args, { cwd, log: folder.runnerLog });

/**
 * Shows each event of a run, including past ones, until the run is done.
 *
 * @returns `done`, `runner-gone` if no runner holds the lease, or `detached` if
 *   the signal fired
 */
export async function attachRun(
	folder: RunFolder,
	show: (event: RunEvent) => void,
	signal: AbortSignal,
): Promise<"done" | "runner-gone" | "detached"> {
	const read = tail(folder.events);
	let seenRunner = performance.now();
	for (;;) {
		for (const event of read()) {
			show(event);
			if (event.kind === "entered" && event.state === "done") return "done";
		}
		if ((await leaseHolder(folder.lease)) !== undefined) {
			seenRunner = performance.now();
		} else if (performance.now() - seenRunner > START_MS) {
			return "runner-gone";
		}
		try {
			await sleep(EVERY_MS, signal);
		} catch {
			return "detached";
		}
	}
}

/** Returns a function that reads the events added to a file since its last call. */
function tail(path: string): () => RunEvent[] {
	let offset = 0;
	let seq = 0;
	return () => {
		let file: number;
		try {
			file = openSync(path, "r");
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
			throw error;
		}
		try {
			const chunks: Buffer[] = [];
			for (let at = offset; ; ) {
				const buffer = Buffer.alloc(1 << 16);
				const size = readSync(file, buffer, 0, buffer.length, at);
				if (size === 0) break;
				chunks.push(buffer.subarray(0, size));
				at += size;
			}
			const bytes = Buffer.concat(chunks);
			const end = bytes.lastIndexOf(10) + 1;
			offset += end;
			return bytes
				.subarray(0, end)
				.toString()
				.split("\n")
				.slice(0, -1)
				.map((line) => {
					seq += 1;
					return parseDocument(runEvent, line, `${path}:${seq}`);
				});
		} finally {
			closeSync(file);
		}
	};
}
