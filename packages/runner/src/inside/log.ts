import type { RunEvent } from "@lab/record";
import { beginningOf } from "../beginning-of.ts";
import type { countMessages } from "../journal.ts";

/** What the runner inside writes to its log for programs: for `attach` and `status`. */
export type Line =
	| { readonly event: RunEvent }
	| { readonly messages: ReturnType<typeof countMessages> }
	/** A file of the run, or its summary, that is copied to the engineer's machine. */
	| {
			readonly file: string;
			readonly of: "run" | "ledger";
			readonly text: string;
	  };

/** A part of a line that is too long for the lab's log store. */
interface Part {
	readonly part: number;
	readonly parts: number;
	readonly json: string;
}

/**
 * Longest line of text, in bytes. VictoriaLogs discards a record of more than
 * 256 KiB, and with it those that follow, and escaping makes a text up to seven
 * times longer.
 */
const MAX_BYTES = 32 << 10;

/** Log of the runner inside: lines of text for engineers, and lines of JSON for programs. */
export interface InsideLog {
	/** Writes text; of a line that is too long only its beginning, and how many bytes follow. */
	print(text: string): void;
	/** Writes JSON; a line that is too long in several parts. */
	line(line: Line): void;
}

/** @param write writes text to the log of the container */
export function createInsideLog(write: (text: string) => void): InsideLog {
	return {
		print(text) {
			for (const line of text.split("\n")) {
				const bytes = Buffer.from(line);
				const kept = beginningOf(bytes, MAX_BYTES);
				const cut = bytes.length - kept.length;
				write(`${kept}${cut > 0 ? ` ... and ${cut} bytes more` : ""}\n`);
			}
		},
		line(line) {
			const json = JSON.stringify(line);
			const parts = Math.ceil(json.length / MAX_BYTES);
			if (parts === 1) return write(`${json}\n`);
			for (let part = 0; part < parts; part += 1) {
				const text = json.slice(part * MAX_BYTES, (part + 1) * MAX_BYTES);
				const one: Part = { part, parts, json: text };
				write(`${JSON.stringify(one)}\n`);
			}
		},
	};
}

/** Whether a line of the log is JSON for programs, not text for engineers. */
export const isLine = (text: string): boolean => text.startsWith("{");

/** Reads the lines for programs; the last one may still lack parts. */
export function readLines(log: string): Line[] {
	const lines: Line[] = [];
	let open: string[] = [];
	for (const text of log
		.slice(0, log.lastIndexOf("\n") + 1)
		.split("\n")
		.filter(isLine)) {
		const read = JSON.parse(text) as Line | Part;
		if (!("part" in read)) {
			lines.push(read);
			continue;
		}
		// A runner that died may have left the first parts of a line, and a rotated log the last ones.
		if (read.part !== open.length) open = [];
		if (read.part === open.length) open.push(read.json);
		if (open.length < read.parts) continue;
		lines.push(JSON.parse(open.join("")) as Line);
		open = [];
	}
	return lines;
}
