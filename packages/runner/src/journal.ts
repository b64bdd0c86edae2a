import {
	closeSync,
	fdatasync,
	fsyncSync,
	ftruncateSync,
	openSync,
	readFileSync,
	writeSync,
} from "node:fs";
import { type PublishRecord, parseDocument, publishRecord } from "@lab/record";
import type { RunFolder } from "./run-folder.ts";

/** Interval of syncs to disk: a power failure may lose this much, a killed runner loses nothing. */
const SYNC_EVERY_MS = 1000;

/**
 * Write-ahead log of the messages: each is recorded before it is sent, so that no
 * message in flight is forgotten when a runner dies.
 */
export interface Journal {
	/** Messages in flight when a runner died: send time by id. */
	readonly pending: ReadonlyMap<string, string>;
	/** Planned ids of the messages that have a record. */
	readonly settled: ReadonlySet<string>;
	sending(messages: readonly { id: string; at: string }[]): void;
	settle(record: PublishRecord): void;
	close(): void;
}

export function openJournal(folder: RunFolder): Journal {
	const records = readRecords(folder);
	const settled = new Set(records.map(({ plannedId, id }) => plannedId ?? id));
	const pending = new Map<string, string>();
	for (const line of completeLines(folder.sends)) {
		const [id, at] = JSON.parse(line) as [string, string];
		if (!settled.has(id)) pending.set(id, at);
	}
	const sends = openForAppend(folder.sends);
	const publishes = openForAppend(folder.publishes);
	// In the background: waiting for the disk would delay messages. A failed sync
	// fails again, and is reported, when the files are closed.
	const syncs = setInterval(() => {
		for (const file of [sends, publishes]) fdatasync(file, () => {});
	}, SYNC_EVERY_MS);
	return {
		pending,
		settled,
		sending: (messages) => {
			const text = messages
				.map(({ id, at }) => `${JSON.stringify([id, at])}\n`)
				.join("");
			writeSync(sends, text);
		},
		settle: (record) => {
			writeSync(publishes, `${JSON.stringify(record)}\n`);
		},
		close: () => {
			clearInterval(syncs);
			for (const file of [sends, publishes]) {
				fsyncSync(file);
				closeSync(file);
			}
		},
	};
}

/** @throws LabError for a line that is not a record */
export const readRecords = (folder: RunFolder): PublishRecord[] =>
	completeLines(folder.publishes).map((line, index) =>
		parseDocument(publishRecord, line, `${folder.publishes}:${index + 1}`),
	);

/** Number of messages that were acknowledged, and of those that failed. */
export function countMessages(folder: RunFolder): {
	acknowledged: number;
	failed: number;
} {
	const results = readRecords(folder).map(({ result }) => result);
	const acknowledged = results.filter((one) => one === "acknowledged").length;
	return { acknowledged, failed: results.length - acknowledged };
}

/** Opens a file for appending lines, after removing an incomplete last line of a writer that died. */
function openForAppend(path: string): number {
	const file = openSync(path, "a+");
	const bytes = readFileSync(path);
	const whole = bytes.lastIndexOf(10) + 1;
	if (whole < bytes.length) ftruncateSync(file, whole);
	return file;
}

function completeLines(path: string): string[] {
	try {
		return readFileSync(path, "utf8").split("\n").slice(0, -1);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
		throw error;
	}
}
