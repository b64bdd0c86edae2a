import { CERTAIN, type LineFormat } from "../formats/format.ts";
import { MAX_FIELDS } from "../formats/line-fields.ts";
import { LineRecord, levels } from "../formats/record.ts";
import { formats } from "../formats/registry.ts";
import {
	type Continuation,
	continuationOf,
	messageEnds,
	messageFollows,
} from "./_continuation.ts";
import type { EventWriter } from "./_event-writer.ts";
import type { Lane } from "./_lanes.ts";
import type { Line } from "./line.ts";
import type { Tally } from "./tally.ts";

const MAX_OPEN_LINES = 64;
const MAX_OPEN_BYTES = 65_536;
const NO_FORMAT = "no format";
const TOO_MANY_FIELDS = `more than ${MAX_FIELDS} fields`;
const TWO_RECORDS = "a record within another";
const INDENTED_RECORD = "an indented record";
const ENDS_IN_QUOTE = "the record ends within a quote";
const CONTINUES_NOTHING = "continues no record";
const TOO_MANY =
	"nine of ten lines only continue a record: their format is unknown";
/** Fewer doubtful lines than this prove nothing. */
const MIN_DOUBTFUL = 200;
const MAX_DOUBTFUL_PER_RECORD = 9;
/** Lines that the message of a panic may have. */
const MAX_MESSAGE_LINES = 50;
/** Times that 64 bits of nanoseconds can hold: from 1677 to 2262. */
const MAX_SECONDS = 9_223_372_035;

/** Format name of a crash that no record is before. */
const crash: Pick<LineFormat, "name"> = { name: "crash" };

/** Called for every line without a format and every record without a schema. */
export type OnUnknown = (text: string, format: string | undefined) => void;

export interface ReaderOptions {
	readonly tally: Tally;
	/** Stream names by index; the list grows as streams are added. */
	readonly streams: readonly string[];
	readonly onUnknown: OnUnknown | undefined;
}

/** Turns unwrapped lines into records: finds the format, joins the lines of one record, passes records to the writer. */
export class LineReader {
	private readonly writer: EventWriter;
	private readonly tally: Tally;
	private readonly streams: readonly string[];
	private readonly onUnknown: OnUnknown | undefined;
	private readonly record = new LineRecord();

	constructor(
		writer: EventWriter,
		{ tally, streams, onUnknown }: ReaderOptions,
	) {
		this.writer = writer;
		this.tally = tally;
		this.streams = streams;
		this.onUnknown = onUnknown;
	}

	/** Sets the text that the following lines are part of. */
	chunk(text: string, bytes: Uint8Array): void {
		this.record.setChunk(text, bytes);
		this.writer.noteBytes(bytes.length);
	}

	/** Tries the last two formats of the lane. @returns false if neither matches */
	readInRecentFormat(lane: Lane, line: Line): boolean {
		const { format, other, open } = lane;
		if (format === undefined || open !== undefined) return false;
		if (this.parse(format, line)) {
			this.holdOrEmit(lane, format, line);
			return true;
		}
		if (other === undefined || !this.parse(other, line)) return false;
		prefer(lane, other);
		this.holdOrEmit(lane, other, line);
		return true;
	}

	/** Reads a line that may have any format, or continue the record above. */
	readInAnyFormat(lane: Lane, line: Line): void {
		const { text, start, end } = line;
		const scored = formats
			.map((format) => ({ format, score: format.detect(text, start, end) }))
			.filter(({ score }) => score > 0)
			.sort((a, b) => b.score - a.score);
		const certain = (scored[0]?.score ?? 0) >= CERTAIN;
		if (!certain && this.continueOpen(lane, line)) return;
		this.close(lane);
		let overfull = false;
		for (const { format } of scored) {
			if (!this.parse(format, line)) {
				overfull ||= this.record.overfull;
				continue;
			}
			prefer(lane, format);
			this.holdOrEmit(lane, format, line);
			return;
		}
		if (overfull) {
			this.refuse(TOO_MANY_FIELDS, line);
			return;
		}
		if (this.continueLast(lane, line)) return;
		if (this.writer.writePlain(this.record, line)) {
			lane.last = line.number;
			lane.records++;
			return;
		}
		this.onUnknown?.(line.content, undefined);
		this.refuse(NO_FORMAT, line);
	}

	/** Reads a line of no format that continues the record above. @returns false if it does not */
	private continueLast(lane: Lane, line: Line): boolean {
		const { text } = line;
		const inTrace = lane.traceOf === lane.last && lane.last > 0;
		const how = continuationOf(text);
		if (how === undefined || (how === "frame" && !inTrace && !bare(lane))) {
			if (!inTrace || lane.freeLines === 0) return false;
			lane.freeLines = messageEnds(text) ? 0 : lane.freeLines - 1;
		}
		if (how === "indented" && startsRecord(text.trimStart())) {
			this.refuse(INDENTED_RECORD, line);
			return true;
		}
		if (how === "start" || how === "trace") lane.freeLines = 0;
		if (messageFollows(text)) lane.freeLines = MAX_MESSAGE_LINES;
		if (lane.last === 0) {
			if (this.beginCrash(lane, line, how)) lane.traceOf = lane.last;
			return true;
		}
		if (how !== "blank") {
			if (how === "indented" && !inTrace) doubt(lane, line, 1);
			else lane.traceOf = lane.last;
		}
		this.tally.continuations++;
		if (line.end > line.start) this.writer.writeContinuation(line, lane.last);
		return true;
	}

	/** Handles a line that continues something, although no record is before it. @returns whether there is a record now */
	private beginCrash(
		lane: Lane,
		line: Line,
		how: Continuation | undefined,
	): boolean {
		if (how === "blank") {
			this.tally.continuations++;
			return false;
		}
		if (how !== "start") {
			this.refuse(CONTINUES_NOTHING, line);
			return false;
		}
		const { record } = this;
		record.reset(line.text);
		record.messageEnd = line.text.length;
		record.level = FATAL;
		this.onUnknown?.(line.content, crash.name);
		this.writer.writeLog(record, crash, line);
		lane.last = line.number;
		lane.records++;
		return true;
	}

	/** Ends the lane. Takes back its continuations if they are an absurd share of its lines. */
	end(lane: Lane): void {
		this.close(lane);
		const { doubtful, records, doubtfulLine } = lane;
		if (doubtful < MIN_DOUBTFUL) return;
		if (doubtful <= MAX_DOUBTFUL_PER_RECORD * records) return;
		const stream = this.streams[doubtfulLine?.stream ?? 0] ?? "";
		this.tally.continuations -= doubtful;
		this.tally.addUnparsed(
			TOO_MANY,
			stream,
			doubtfulLine?.number ?? 0,
			doubtfulLine?.content ?? "",
			doubtful,
		);
		lane.doubtful = 0;
	}

	/** Ends the open record without waiting for more lines. */
	close(lane: Lane): void {
		const { open, format } = lane;
		if (open === undefined || format === undefined) return;
		lane.open = undefined;
		if (open.lines > 1) doubt(lane, open.line, open.lines - 1);
		if (this.parse(format, open.line)) this.emit(lane, format, open.line);
		else this.refuse(NO_FORMAT, open.line);
	}

	/** Counts a line that could not be read. */
	refuse(reason: string, line: Line): void {
		const stream = this.streams[line.stream] ?? "";
		this.tally.addUnparsed(reason, stream, line.number, line.content);
	}

	/** Appends a line to the open record. @returns false if there is none, or it is at its size limit */
	private continueOpen(lane: Lane, line: Line): boolean {
		const { open, format } = lane;
		if (open === undefined || format === undefined) return false;
		const joined = open.line.with(`${open.line.text}\n${line.content}`);
		if (open.lines >= MAX_OPEN_LINES || joined.end > MAX_OPEN_BYTES) {
			return false;
		}
		this.tally.continuations++;
		lane.open = { line: joined, lines: open.lines + 1 };
		const { record } = this;
		if (this.parse(format, joined) && !record.open && record.fieldCount > 0) {
			lane.open = undefined;
			this.emit(lane, format, joined);
		}
		return true;
	}

	private parse(format: LineFormat, { text, start, end, ascii }: Line) {
		this.record.reset(text, ascii);
		return format.parse(text, start, end, this.record);
	}

	/** Holds back a record that the next line may continue, and emits any other. */
	private holdOrEmit(lane: Lane, format: LineFormat, line: Line): void {
		if (this.record.open) {
			lane.last = line.number;
			lane.open = { line: line.with(line.content), lines: 1 };
			return;
		}
		this.emit(lane, format, line);
	}

	private emit(lane: Lane, format: LineFormat, line: Line): void {
		const { record, writer } = this;
		lane.last = line.number;
		lane.records++;
		if (record.overfull) {
			this.refuse(TOO_MANY_FIELDS, line);
			return;
		}
		// Also true of NaN.
		if (!(Math.abs(record.seconds) <= MAX_SECONDS) || record.yearless) {
			const fault = faultOfTime(record, format, line);
			if (fault !== undefined) {
				this.refuse(fault, line);
				return;
			}
		}
		const destinations = writer.destinations(record);
		if (destinations.length === 0) {
			if (containsRecord(record, line)) {
				this.refuse(TWO_RECORDS, line);
				return;
			}
			this.onUnknown?.(line.content, format.name);
			writer.writeLog(record, format, line);
			return;
		}
		const fault =
			record.open && record.fieldCount > 0
				? ENDS_IN_QUOTE
				: writer.write(record, format, line, destinations);
		if (fault !== undefined) this.refuse(fault, line);
	}
}

/** Whether a line begins a record beyond doubt. */
const startsRecord = (text: string): boolean =>
	formats.some((format) => format.detect(text, 0, text.length) >= CERTAIN);

/** The beginning of a record in a message: the time or the level of a format that prints neither in a message. */
const HEAD_IN_MESSAGE =
	/^(?:(?:TRC|DBG|INF|NTC|NOT|WRN|ERR|FAT) )?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|^\{"lvl":"[A-Z]{3}"/;
/** A record of chronicles that another one was interrupted by; one that is quoted is a value. */
const HEAD_IN_LINE =
	/[^"'([{](?:TRC|DBG|INF|NTC|NOT|WRN|ERR|FAT) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d/;

/** Whether a record of no event has another one inside: two writers shared a line, or the envelope is unknown. */
function containsRecord(record: LineRecord, line: Line): boolean {
	const { layout, text, messageStart, messageEnd } = record;
	// A layout leaves no room for one.
	if (layout !== undefined) return false;
	return (
		HEAD_IN_MESSAGE.test(text.slice(messageStart, messageEnd)) ||
		HEAD_IN_LINE.test(line.content)
	);
}

const DAY = 86_400;
const HALF_YEAR = 182.5 * DAY;
const FATAL = levels.indexOf("fatal");

/** Whether the last record may have a stack trace whose functions have no arguments. */
const bare = ({ format, last }: Lane): boolean =>
	last > 0 && format?.name === "go-zap";

/** Counts lines that continue a record only because no format fits. */
function doubt(lane: Lane, line: Line, lines: number): void {
	lane.doubtfulLine ??= line.with(line.content);
	lane.doubtful += lines;
}

/** Checks a time that is missing, incomplete or out of range. @returns the fault */
function faultOfTime(
	record: LineRecord,
	{ name, untimed }: LineFormat,
	{ seen, source }: Line,
): string | undefined {
	if (record.yearless) {
		// As syslog readers do, where no collector saw the line: not later than the file.
		const { writtenBefore = Date.now() / 1000 } = source;
		const latest = seen?.seconds ?? writtenBefore - HALF_YEAR + DAY;
		const found = nearest(record.seconds, latest);
		if (found === undefined) return `${name}: no near year has the date`;
		record.seconds = found;
		return undefined;
	}
	if (record.timed) return `${name}: the time is before 1678 or after 2261`;
	return untimed || seen !== undefined ? undefined : `${name}: no time`;
}

/** Moves a time to the year in which it is nearest to another. @returns undefined if no near year has the date */
function nearest(seconds: number, to: number): number | undefined {
	const day = new Date(seconds * 1000).getUTCDate();
	const year = new Date(to * 1000).getUTCFullYear();
	const [best] = [year - 1, year, year + 1]
		.map((one) => new Date(new Date(seconds * 1000).setUTCFullYear(one)))
		.filter((date) => date.getUTCDate() === day)
		.map((date) => date.getTime() / 1000)
		.sort((a, b) => Math.abs(a - to) - Math.abs(b - to));
	return best;
}

function prefer(lane: Lane, format: LineFormat): void {
	if (lane.format === format) return;
	lane.other = lane.format;
	lane.format = format;
}
