import { mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { chroniclesLine, type Log } from "./chronicles.ts";
import type { Clock } from "./clock.ts";

/** Identifies a line of a node's log that holds how many lines precede it. */
export interface Sentinel {
	/** Changes when the process starts again, which counts its lines from 0. */
	readonly boot: string;
	readonly lines: number;
}

/** The log of a node, without buffering: the lines of a killed node survive it. */
export interface NodeLog {
	readonly log: Log;
	/**
	 * Writes a line with the number of lines before it, so that a reader can
	 * distinguish a quiet node from one whose lines were lost.
	 */
	sentinel(): Sentinel;
}

const boot = `${process.pid}-${Date.now()}`;

/** @param folder in which the node writes `<name>.log`. @default stdout */
export function openLog(
	name: string,
	clock: Clock,
	folder: string | undefined,
): NodeLog {
	if (folder !== undefined) mkdirSync(folder, { recursive: true });
	const file =
		folder === undefined
			? process.stdout.fd
			: openSync(join(folder, `${name}.log`), "a");
	let lines = 0;
	let cut = 0;
	const log: Log = (level, message, fields) => {
		const line = chroniclesLine(clock(), level, message, fields);
		writeSync(file, `${line.text}\n`);
		lines += 1;
		if (line.cutBytes > 0) cut += 1;
	};
	return {
		log,
		sentinel: () => {
			const before = { lines, boot };
			log("INF", "Sentinel", { ...before, ...(cut > 0 && { cut }) });
			return before;
		},
	};
}
