import { Extractor } from "../events/_extract.ts";
import { TemplateIndex } from "../events/_template.ts";
import type { EventSchema } from "../events/schema.ts";
import { LogRows } from "./_log-rows.ts";
import type { Batch } from "./batch.ts";
import { MESSAGE_WIDTH } from "./chronicles-text.ts";
import type { Inner, LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";
import type { Counter, Tally } from "./tally.ts";

/** When somebody else saw a line, for the lines that do not say. */
export type Instant = Pick<Inner, "seconds" | "nanos">;

export interface WriterOptions {
	readonly schemas: readonly EventSchema[];
	readonly batchRows: number;
	readonly keepLog: boolean;
}

/** What the tally calls lines that only a template knows. */
const plain = { name: "plain" };

/** Turns records into rows of typed columns: those of their event, or of `log`. */
export class EventWriter {
	private readonly tally: Tally;
	private readonly keepLog: boolean;
	private readonly extractors: readonly Extractor[];
	private readonly byMessage = new Map<string, Extractor[]>();
	private readonly templates: TemplateIndex | undefined;
	private readonly rest: LogRows;
	private readonly logs: Counter;
	private readonly ready: Batch[] = [];
	private counted: Pick<LineFormat, "name"> | undefined;
	private counter: Counter = { count: 0 };

	constructor({ schemas, batchRows, keepLog }: WriterOptions, tally: Tally) {
		this.tally = tally;
		this.keepLog = keepLog;
		this.logs = tally.event("log");
		this.extractors = schemas.map(
			(schema) => new Extractor(schema, batchRows, tally.event(schema.name)),
		);
		this.rest = new LogRows(batchRows);
		const templates = new TemplateIndex(this.extractors);
		this.templates = templates.empty ? undefined : templates;
		for (const extractor of this.extractors) {
			for (const message of extractor.schema.messages) {
				for (const form of asWritten(message)) {
					const known = this.byMessage.get(form) ?? [];
					this.byMessage.set(form, [...known, extractor]);
				}
			}
		}
	}

	/** Batches that are full. */
	take(): Batch[] {
		return this.ready.splice(0);
	}

	/** Makes the batches that are not full ready too. */
	flush(): void {
		for (const extractor of this.extractors) {
			if (extractor.batch.rows > 0) this.ready.push(extractor.take());
		}
		this.ready.push(...this.rest.take());
	}

	/** Does a schema know the message? The writer then expects it in `write`. */
	owners(record: LineRecord): readonly Extractor[] | undefined {
		const { layout } = record;
		// A layout knows what it was the last time.
		if (layout?.known !== undefined) return layout.known as Extractor[];
		const owners = ofTopics(
			this.byMessage.get(
				record.text.slice(record.messageStart, record.messageEnd),
			),
			record,
		);
		if (layout !== undefined) layout.known = owners;
		return owners ?? this.templates?.match(record);
	}

	/** @returns why the record is no row of its event, undefined when it became one */
	write(
		record: LineRecord,
		owners: readonly Extractor[],
		format: Pick<LineFormat, "name">,
		stream: number,
		line: number,
		outer: Instant | undefined,
	): string | undefined {
		addOuter(record, outer);
		let fault: string | undefined;
		for (const extractor of owners) {
			const wrong = extractor.add(record, stream, line);
			if (wrong === undefined) {
				this.count(format);
				if (extractor.full) this.ready.push(extractor.take());
				return undefined;
			}
			fault ??= `${extractor.schema.name}: ${wrong}`;
		}
		return fault;
	}

	/** A record that no schema knows. */
	writeLog(
		record: LineRecord,
		format: LineFormat,
		stream: number,
		line: number,
		outer: Instant | undefined,
	): void {
		addOuter(record, outer);
		this.logs.count++;
		this.count(format);
		if (!this.keepLog) return;
		this.rest.addLog(record, format.name, stream, line);
		this.collect();
	}

	/** A line that goes on from line `of`. */
	writeContinuation(text: string, of: number, stream: number, line: number) {
		if (!this.keepLog) return;
		this.rest.addContinuation(stream, line, of, text);
		this.collect();
	}

	/** A line of no format may still be a sentence that a schema knows. @returns whether one does */
	writePlain(
		record: LineRecord,
		text: string,
		stream: number,
		line: number,
		outer: Instant | undefined,
	): boolean {
		if (this.templates === undefined) return false;
		record.reset(text);
		record.messageEnd = text.length;
		const owners = this.templates.match(record);
		if (owners === undefined) return false;
		const fault = this.write(record, owners, plain, stream, line, outer);
		return fault === undefined;
	}

	private collect(): void {
		if (this.rest.full) this.ready.push(...this.rest.take());
	}

	private count(format: Pick<LineFormat, "name">): void {
		if (format !== this.counted) {
			this.counted = format;
			this.counter = this.tally.format(format.name);
		}
		this.counter.count++;
	}
}

function addOuter(record: LineRecord, outer: Instant | undefined): void {
	if (record.timed || outer?.seconds === undefined) return;
	record.seconds = outer.seconds;
	record.nanos = outer.nanos ?? 0;
}

/** Those whose topics the line has. A layout fixes the topics, so they may be remembered with it. */
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

/** A message as it may stand in a line: whole, trimmed, or cut by old chronicles. */
function asWritten(message: string): Set<string> {
	const bytes = Buffer.from(message, "utf8").toString("latin1");
	const forms = new Set([bytes, bytes.trimEnd()]);
	if (bytes.length >= MESSAGE_WIDTH) {
		forms.add(`${bytes.slice(0, MESSAGE_WIDTH - 2)}..`);
	}
	return forms;
}
