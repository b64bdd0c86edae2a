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

/** How much a machine that loses its power may take with it; a killed runner loses nothing. */
const SYNC_EVERY_MS = 1000;

/**
 * What is known of each message. That it is about to be sent is written before
 * it is, so that a runner that dies never forgets one that is on its way.
 */
export interface Journal {
	/** Messages that were being sent when a runner died: when, by id. */
	readonly pending: ReadonlyMap<string, string>;
	/** Ids that have their record. */
	readonly settled: ReadonlySet<string>;
	sending(messages: readonly { id: string; at: string }[]): void;
	settle(record: PublishRecord): void;
	close(): void;
}

export function openJournal(folder: RunFolder): Journal {
	const records = readRecords(folder);
	const settled = new Set(records.map(({ plannedId, id }) => plannedId ?? id));
	const pending = new Map<string, string>();
	for (const line of wholeLines(folder.sends)) {
		const [id, at] = JSON.parse(line) as [string, string];
		if (!settled.has(id)) pending.set(id, at);
	}
	const sends = openWhole(folder.sends);
	const publishes = openWhole(folder.publishes);
	// Beside the traffic: to wait for the disk would make messages late. What
	// fails here fails again, and is told, when the files are closed.
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
	wholeLines(folder.publishes).map((line, index) =>
		parseDocument(publishRecord, line, `${folder.publishes}:${index + 1}`),
	);

/** How many messages have been acknowledged, and how many were not. */
export function countMessages(folder: RunFolder): {
	acknowledged: number;
	failed: number;
} {
	const results = readRecords(folder).map(({ result }) => result);
	const acknowledged = results.filter((one) => one === "acknowledged").length;
	return { acknowledged, failed: results.length - acknowledged };
}

/** Opens a file to add lines; one that was cut when its writer died is taken off. */
function openWhole(path: string): number {
	const file = openSync(path, "a+");
	const bytes = readFileSync(path);
	const whole = bytes.lastIndexOf(10) + 1;
	if (whole < bytes.length) ftruncateSync(file, whole);
	return file;
}

function wholeLines(path: string): string[] {
	try {
		return readFileSync(path, "utf8").split("\n").slice(0, -1);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
		throw error;
	}
}
