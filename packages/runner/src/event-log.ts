import {
	closeSync,
	fsyncSync,
	ftruncateSync,
	openSync,
	readFileSync,
	writeSync,
} from "node:fs";
import {
	type EventKind,
	type EventOf,
	parseDocument,
	type RunEvent,
	runEvent,
} from "@lab/record";
import { now } from "./clock.ts";

type Unwritten<K extends EventKind> = Omit<
	EventOf<K>,
	"kind" | "seq" | "at" | "runner"
>;

/** History of a run; an appended event is on disk when the call returns. */
export interface EventLog {
	readonly events: readonly RunEvent[];
	append<K extends EventKind>(kind: K, body: Unwritten<K>): EventOf<K>;
	/** Every event of a kind, oldest first. */
	all<K extends EventKind>(kind: K): EventOf<K>[];
	last<K extends EventKind>(kind: K): EventOf<K> | undefined;
	close(): void;
}

/**
 * Opens an event log for appending. Removes an incomplete last line, left by a
 * writer that died: no runner has acted on it.
 *
 * @param runner the writer: host, process and generation of its lease
 * @throws LabError for a line that is not an event
 */
export function openEventLog(path: string, runner: string): EventLog {
	const file = openSync(path, "a+");
	const text = readFileSync(path, "utf8");
	const whole = text.slice(0, text.lastIndexOf("\n") + 1);
	if (whole.length < text.length) {
		ftruncateSync(file, Buffer.byteLength(whole));
		fsyncSync(file);
	}
	const events = parseEvents(whole, path);
	return {
		events,
		append(kind, body) {
			const event = {
				kind,
				seq: events.length,
				at: String(now()),
				runner,
				...body,
			} as unknown as EventOf<typeof kind>;
			writeSync(file, `${JSON.stringify(event)}\n`);
			fsyncSync(file);
			events.push(event);
			return event;
		},
		all: (kind) => eventsOf(events, kind),
		last: (kind) => eventsOf(events, kind).at(-1),
		close: () => closeSync(file),
	};
}

/** Reads the events of a run, ignoring an incomplete last line: a runner may be writing. */
export function readEvents(path: string): RunEvent[] {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
		throw error;
	}
	return parseEvents(text.slice(0, text.lastIndexOf("\n") + 1), path);
}

const parseEvents = (text: string, path: string): RunEvent[] =>
	text
		.split("\n")
		.slice(0, -1)
		.map((line, index) =>
			parseDocument(runEvent, line, `${path}:${index + 1}`),
		);

export const eventsOf = <K extends EventKind>(
	events: readonly RunEvent[],
	kind: K,
): EventOf<K>[] =>
	events.filter((event): event is EventOf<K> => event.kind === kind);
