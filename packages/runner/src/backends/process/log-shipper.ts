import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import { sleep } from "../../clock.ts";
import { reasonOf } from "../../persist.ts";
import { asJsonLines, type Labels } from "./log-lines.ts";
import { createLogStore, type LogStore } from "./log-store.ts";

const CHUNK_BYTES = 1 << 20;
const BATCH_BYTES = 4 << 20;
const EVERY_MS = 500;

export interface LogShipper {
	/** Sends what has been written up to now. @throws LabError `logs-not-shipped` */
	flush(signal: AbortSignal): Promise<void>;
	stop(): Promise<void>;
}

/** How far each file has been sent, kept beside the files. */
interface Progress {
	readonly sent: Record<string, number>;
	/** Up to where a batch under way goes: whoever goes on asks the store what came. */
	readonly pending: Record<string, number>;
}

interface Chunk {
	readonly name: string;
	readonly from: number;
	readonly bytes: Buffer;
}

/**
 * Sends log files to VictoriaLogs as the lab's collector does: same fields,
 * same streams, each line once, also around a crash.
 *
 * @param url base of VictoriaLogs
 * @param collected folder of the run's copies: what a node wrote after its log
 * was copied is not part of the run, and not sent either
 * @param state file that keeps how far it is
 * @param labelsOf of a node
 */
export function shipLogs(
	url: string,
	folder: string,
	collected: string,
	state: string,
	labelsOf: (node: string) => Labels,
	tell: (text: string) => void,
): LogShipper {
	const own = new AbortController();
	const store = createLogStore(url);
	let progress: Progress | undefined;
	let there = new Set<string>();
	let working: Promise<void> = Promise.resolve();

	const round = async (signal: AbortSignal) => {
		if (progress === undefined) {
			const before = await readProgress(state);
			there = await arrived(store, before, labelsOf, signal);
			progress = before;
		}
		for (;;) {
			const chunks = await nextChunks(folder, collected, progress.sent);
			if (chunks.length === 0) return;
			const ends = Object.fromEntries(
				chunks.map(({ name, from, bytes }) => [name, from + bytes.length]),
			);
			const { sent }: Progress = progress;
			await save({ sent, pending: ends });
			const lines = chunks
				.flatMap(({ name, from, bytes }) =>
					asJsonLines(bytes, from, nodeOf(name), labelsOf(nodeOf(name))),
				)
				.filter(({ key }) => !there.has(key));
			if (lines.length > 0) {
				await store.push(lines.map(({ json }) => json).join(""), signal);
			}
			progress = { sent: { ...sent, ...ends }, pending: {} };
			await save(progress);
		}
	};
	const save = (next: Progress) =>
		writeFileAtomically(state, JSON.stringify(next));
	const queue = (signal: AbortSignal): Promise<void> => {
		const next = working.then(() => round(signal));
		working = next.catch(() => {
			// What a batch that failed in the middle left there is asked anew.
			progress = undefined;
		});
		return next;
	};
	const loop = (async () => {
		while (!own.signal.aborted) {
			await queue(own.signal).catch((error: unknown) => {
				if (!own.signal.aborted) tell(`logs wait: ${reasonOf(error)}`);
			});
			await sleep(EVERY_MS, own.signal).catch(() => {});
		}
	})();
	return {
		flush: queue,
		stop: async () => {
			own.abort();
			await loop;
			await working;
		},
	};
}

const nodeOf = (name: string): string => name.slice(0, -".log".length);

async function readProgress(state: string): Promise<Progress> {
	const text = await readFile(state, "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return undefined;
			throw error;
		},
	);
	return text === undefined
		? { sent: {}, pending: {} }
		: (JSON.parse(text) as Progress);
}

/** Which lines of a batch that was under way are in the store. */
async function arrived(
	store: LogStore,
	{ sent, pending }: Progress,
	labelsOf: (node: string) => Labels,
	signal: AbortSignal,
): Promise<Set<string>> {
	const found = new Set<string>();
	for (const [name, end] of Object.entries(pending)) {
		const node = nodeOf(name);
		const keys = await store.linesOf(
			labelsOf(node),
			node,
			sent[name] ?? 0,
			end,
			signal,
		);
		for (const key of keys) found.add(key);
	}
	return found;
}

/** What has been written to the files and not been sent, whole lines only. */
async function nextChunks(
	folder: string,
	collected: string,
	sent: Readonly<Record<string, number>>,
): Promise<Chunk[]> {
	const chunks: Chunk[] = [];
	let total = 0;
	for (const name of await logFiles(folder)) {
		if (total >= BATCH_BYTES) break;
		const from = sent[name] ?? 0;
		// Looked at in this order: a copy that is not there yet will not be smaller.
		const written = (await stat(join(folder, name))).size;
		const copied = await stat(join(collected, name)).catch(() => undefined);
		const size = Math.min(written, copied?.size ?? written);
		if (size <= from) continue;
		const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - from));
		const file = await open(join(folder, name), "r");
		try {
			await file.read(buffer, 0, buffer.length, from);
		} finally {
			await file.close();
		}
		const bytes = buffer.subarray(0, buffer.lastIndexOf(10) + 1);
		if (bytes.length === 0) continue;
		chunks.push({ name, from, bytes });
		total += bytes.length;
	}
	return chunks;
}

async function logFiles(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names.filter((name) => name.endsWith(".log")).sort();
}
