import type { EventSchema } from "../events/schema.ts";
import { MESSAGE_WIDTH } from "../formats/chronicles-text.ts";
import type { LineFormat } from "../formats/format.ts";
import type { LineRecord } from "../formats/record.ts";
import type { Shape } from "../formats/shape.ts";
import { Extractor } from "./_extractor.ts";
import { LogRows } from "./_log-rows.ts";
import { TemplateIndex } from "./_template.ts";
import type { Batch } from "./batch.ts";
import type { Line } from "./line.ts";
import type { Counter, Tally } from "./tally.ts";

export interface WriterOptions {
	readonly schemas: readonly EventSchema[];
	readonly batchRows: number;
	readonly flushBytes: number;
	readonly keepLog: boolean;
}

type FormatName = Pick<LineFormat, "name">;

/** Format name, in the tally, of lines that match a template but no format. */
const plain: FormatName = { name: "plain" };

/** An event that a record may be a row of. */
interface Destination {
	readonly extractor: Extractor;
	/** @see Extractor.locate */
	readonly places: Int32Array;
}

const NOWHERE: readonly Destination[] = [];

/** Writes records as rows of typed columns: those of their event, or of `log`. */
export class EventWriter {
	private readonly tally: Tally;
	private readonly keepLog: boolean;
	private readonly flushBytes: number;
	/** Bytes read since the last flush. */
	private bytes = 0;
	private readonly extractors: readonly Extractor[];
	private readonly byMessage = new Map<string, Extractor[]>();
	private readonly templates: TemplateIndex | undefined;
	private readonly byShape = new WeakMap<Shape, readonly Destination[]>();
	private readonly rest: LogRows;
	private readonly logs: Counter;
	private readonly ready: Batch[] = [];
	private counted: FormatName | undefined;
	private counter: Counter = { count: 0 };

	constructor(
		{ schemas, batchRows, flushBytes, keepLog }: WriterOptions,
		tally: Tally,
	) {
		this.tally = tally;
		this.keepLog = keepLog;
		this.flushBytes = flushBytes;
		this.logs = tally.event("log");
		this.extractors = schemas.map(
			(schema) => new Extractor(schema, batchRows, tally.event(schema.name)),
		);
		this.rest = new LogRows(batchRows);
		const templates = new TemplateIndex(this.extractors);
		this.templates = templates.empty ? undefined : templates;
		for (const extractor of this.extractors) {
			for (const message of extractor.schema.messages) {
				for (const form of writtenForms(message)) {
					const known = this.byMessage.get(form) ?? [];
					this.byMessage.set(form, [...known, extractor]);
				}
			}
		}
	}

	/** Removes and returns the full batches. */
	take(): Batch[] {
		return this.ready.splice(0);
	}

	/** Counts bytes read: every `flushBytes`, partly filled batches are handed out too. */
	noteBytes(count: number): void {
		this.bytes += count;
		if (this.bytes >= this.flushBytes) this.flush();
	}

	/** Makes partly filled batches ready too. */
	flush(): void {
		this.bytes = 0;
		for (const extractor of this.extractors) {
			this.ready.push(...extractor.take());
		}
		this.ready.push(...this.rest.take());
	}

	/** @returns the events the record may be a row of; empty if no schema matches */
	destinations(record: LineRecord): readonly Destination[] {
		const { layout, fieldCount } = record;
		if (layout === undefined || layout.fieldCount !== fieldCount) {
			return this.find(record);
		}
		const known = this.byShape.get(layout);
		if (known !== undefined) return known;
		const found = this.find(record);
		// A template adds fields to each record that it matches.
		if (record.fieldCount === fieldCount) this.byShape.set(layout, found);
		return found;
	}

	/**
	 * Adds the record to the first destination that accepts it.
	 *
	 * @returns why the first destination refused it; undefined if a row was written
	 */
	write(
		record: LineRecord,
		format: FormatName,
		line: Line,
		destinations: readonly Destination[],
	): string | undefined {
		addTime(record, line);
		let fault: string | undefined;
		for (const { extractor, places } of destinations) {
			const wrong = extractor.add(record, line, places);
			if (wrong === undefined) {
				this.count(format);
				if (extractor.full) this.ready.push(...extractor.take());
				return undefined;
			}
			fault ??= `${extractor.schema.name}: ${wrong}`;
		}
		return fault;
	}

	/** Writes a record that no schema matches. */
	writeLog(record: LineRecord, format: FormatName, line: Line): void {
		addTime(record, line);
		this.logs.count++;
		this.count(format);
		if (!this.keepLog) return;
		this.rest.addLog(record, format.name, line);
		this.collect();
	}

	/** Writes a line that continues the record of line `of`. */
	writeContinuation(line: Line, of: number): void {
		if (!this.keepLog) return;
		this.rest.addContinuation(line, of);
		this.collect();
	}

	/** Writes a line of no format if it matches the template of a schema. @returns whether it did */
	writePlain(record: LineRecord, line: Line): boolean {
		if (this.templates === undefined) return false;
		record.reset(line.text);
		record.messageStart = line.start;
		record.messageEnd = line.end;
		const found = located(record, this.templates.match(record));
		if (found.length === 0) return false;
		return this.write(record, plain, line, found) === undefined;
	}

	private find(record: LineRecord): readonly Destination[] {
		const { messageStart, messageEnd, text } = record;
		const message = text.slice(messageStart, messageEnd);
		const owners = ofTopics(this.byMessage.get(message), record);
		return located(record, owners ?? this.templates?.match(record));
	}

	private collect(): void {
		if (this.rest.full) this.ready.push(...this.rest.take());
	}

	private count(format: FormatName): void {
		if (format !== this.counted) {
			this.counted = format;
			this.counter = this.tally.format(format.name);
		}
		this.counter.count++;
	}
}

const located = (
	record: LineRecord,
	owners: readonly Extractor[] | undefined,
): readonly Destination[] =>
	owners?.map((extractor) => ({
		extractor,
		places: extractor.locate(record),
	})) ?? NOWHERE;

/** Gives a record without a time the time at which the collector saw it. */
function addTime(record: LineRecord, { seen }: Line): void {
	if (seen === undefined || record.timed) return;
	record.seconds = seen.seconds;
	record.nanos = seen.nanos;
}

/** Keeps the extractors whose topics match the line's. A layout fixes the topics, so the result may be cached with it. */
function ofTopics(
	owners: Extractor[] | undefined,
	record: LineRecord,
): Extractor[] | undefined {
	if (owners?.every(({ schema }) => schema.topics === undefined)) return owners;
	const at = owners === undefined ? -1 : record.find("topics");
	const topics = at < 0 ? undefined : record.value(at);
	const mine = owners?.filter(
		({ schema }) => schema.topics === undefined || schema.topics === topics,
	);
	return mine?.length ? mine : undefined;
}

/** Forms in which a line may contain the message: whole, trimmed, or truncated by old versions of chronicles. */
function writtenForms(message: string): Set<string> {
	const bytes = Buffer.from(message, "utf8").toString("latin1");
	const forms = new Set([bytes, bytes.trimEnd()]);
	if (bytes.length >= MESSAGE_WIDTH) {
		forms.add(`${bytes.slice(0, MESSAGE_WIDTH - 2)}..`);
	}
	return forms;
}
