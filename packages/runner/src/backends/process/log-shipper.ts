import {
	type FileHandle,
	open,
	readdir,
	readFile,
	stat,
} from "node:fs/promises";
import { join } from "node:path";
import { reasonOf, writeFileAtomically } from "@lab/core";
import type { Shipped } from "../../backend.ts";
import { sleep } from "../../clock.ts";
import {
	type Labels,
	type LinesRead,
	MAX_RECORD_BYTES,
	recordsOf,
} from "./log-lines.ts";
import { createLogStore, type LogStore } from "./log-store.ts";

const CHUNK_BYTES = 1 << 20;
const BATCH_BYTES = 4 << 20;
const EVERY_MS = 500;
const NEWLINE = 10;

export interface LogShipper {
	/** Sends all lines written so far. @throws LabError `logs-not-shipped` */
	flush(signal: AbortSignal): Promise<void>;
	/**
	 * Counts the lines that the store accepted, and asks it how many it holds.
	 *
	 * @throws LabError `logs-not-shipped`
	 */
	count(signal: AbortSignal): Promise<Shipped>;
	stop(): Promise<void>;
}

export interface ShipperOptions {
	/** Base URL of VictoriaLogs. */
	readonly url: string;
	/** Id of the run. */
	readonly run: string;
	/** Folder of the nodes' logs. */
	readonly logs: string;
	/** Folder of the copied logs: lines written after the copy are not part of the run and are not sent. */
	readonly collected: string;
	/** Path of the shipper's progress. */
	readonly state: string;
	/** Labels of a node. */
	readonly labelsOf: (node: string) => Labels;
	readonly print: (text: string) => void;
}

/** Time in which a store that accepted lines shows them. */
const SHOWN_MS = 5000;

/** Progress of the shipper, by file; stored on disk. */
interface Shipping {
	/** Bytes. */
	readonly sent: Record<string, number>;
	/** Lines among the bytes. */
	readonly lines: Record<string, number>;
	/** Time of the last line, for lines without one that follow it. */
	readonly times: Record<string, string>;
	/** End of the batch in flight. After a crash, the next shipper asks the store which of its lines arrived. */
	readonly pending: Record<string, number>;
}

interface Chunk extends LinesRead {
	readonly name: string;
}

/**
 * Ships log files to VictoriaLogs like the lab's collector: same fields, same
 * streams, each line exactly once, also across a crash.
 */
export function shipLogs({
	url,
	run,
	logs,
	collected,
	state,
	labelsOf,
	print,
}: ShipperOptions): LogShipper {
	const own = new AbortController();
	const store = createLogStore(url);
	let progress: Shipping | undefined;
	let inStore = new Set<string>();
	let working: Promise<void> = Promise.resolve();

	const round = async (signal: AbortSignal) => {
		if (progress === undefined) {
			const before = await readShipping(state);
			inStore = await linesInStore(store, before, labelsOf, signal);
			progress = before;
		}
		for (;;) {
			const chunks = await nextChunks(logs, collected, progress.sent);
			if (chunks.length === 0) return;
			const ends = Object.fromEntries(
				chunks.map(({ name, end }) => [name, end]),
			);
			const before: Shipping = progress;
			await save({ ...before, pending: ends });
			const lines = { ...before.lines };
			const times = { ...before.times };
			const unsent: string[] = [];
			for (const chunk of chunks) {
				const { name } = chunk;
				const node = nodeOf(name);
				const read = recordsOf(chunk, node, labelsOf(node), times[name]);
				lines[name] = (lines[name] ?? 0) + read.records.length;
				times[name] = read.time;
				for (const { key, json } of read.records)
					if (!inStore.has(key)) unsent.push(json);
			}
			if (unsent.length > 0) await store.push(unsent.join(""), signal);
			progress = {
				sent: { ...before.sent, ...ends },
				lines,
				times,
				pending: {},
			};
			await save(progress);
		}
	};
	const save = (next: Shipping) =>
		writeFileAtomically(state, JSON.stringify(next));
	const queue = (signal: AbortSignal): Promise<void> => {
		const next = working.then(() => round(signal));
		working = next.catch(() => {
			// Part of a failed batch may have arrived: the next round asks the store.
			progress = undefined;
		});
		return next;
	};
	const loop = (async () => {
		while (!own.signal.aborted) {
			await queue(own.signal).catch((error: unknown) => {
				if (!own.signal.aborted)
					print(`logs not shipped yet: ${reasonOf(error)}`);
			});
			await sleep(EVERY_MS, own.signal).catch(() => {});
		}
	})();
	return {
		flush: queue,
		async count(signal) {
			const { lines } = progress ?? (await readShipping(state));
			const sent = new Map(
				Object.entries(lines).map(([name, count]) => [nodeOf(name), count]),
			);
			const deadline = performance.now() + SHOWN_MS;
			for (;;) {
				const stored = await store.countLines(run, signal);
				const late = [...sent].some(
					([node, count]) => (stored.get(node) ?? 0) < count,
				);
				if (!late || performance.now() > deadline) return { sent, stored };
				await sleep(EVERY_MS, signal);
			}
		},
		stop: async () => {
			own.abort();
			await loop;
			await working;
		},
	};
}

const nodeOf = (name: string): string => name.slice(0, -".log".length);

async function readShipping(state: string): Promise<Shipping> {
	const text = await readFile(state, "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return undefined;
			throw error;
		},
	);
	return text === undefined
		? { sent: {}, lines: {}, times: {}, pending: {} }
		: (JSON.parse(text) as Shipping);
}

/** Keys of the lines in flight before a crash that are in the store. */
async function linesInStore(
	store: LogStore,
	{ sent, pending }: Shipping,
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

/** Complete lines that have been written but not sent. */
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
		// In this order: a copy made after the first stat() cannot be smaller.
		const written = (await stat(join(folder, name))).size;
		const copied = await stat(join(collected, name)).catch(() => undefined);
		const size = Math.min(written, copied?.size ?? written);
		if (size <= from) continue;
		const file = await open(join(folder, name), "r");
		try {
			const lines = await readLines(file, from, size);
			if (lines === undefined) continue;
			chunks.push({ name, ...lines });
			total += lines.bytes.length;
		} finally {
			await file.close();
		}
	}
	return chunks;
}

/**
 * Reads complete lines: about a mebibyte of them, or one that is longer, of which
 * only the beginning is kept.
 *
 * @param size offset of the end of what may be read
 * @returns undefined if no line is complete
 */
async function readLines(
	file: FileHandle,
	from: number,
	size: number,
): Promise<LinesRead | undefined> {
	const read = async (at: number): Promise<Buffer> => {
		const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - at));
		const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
		return buffer.subarray(0, bytesRead);
	};
	const first = await read(from);
	const complete = first.lastIndexOf(NEWLINE) + 1;
	if (complete > 0)
		return {
			from,
			end: from + complete,
			bytes: first.subarray(0, complete),
		};
	for (let at = from + first.length; at < size; ) {
		const more = await read(at);
		if (more.length === 0) return undefined;
		const newline = more.indexOf(NEWLINE);
		if (newline >= 0)
			return {
				from,
				end: at + newline + 1,
				bytes: first.subarray(0, MAX_RECORD_BYTES),
			};
		at += more.length;
	}
	return undefined;
}

async function logFiles(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names.filter((name) => name.endsWith(".log")).sort();
}
