import { continuation, log } from "../events/log.ts";
import { writeInstant } from "./_int64.ts";
import { type Batch, createBatch, type TextColumn } from "./batch.ts";
import { type LineRecord, levels } from "./record.ts";

/** Rows of records that no schema knows, and of the lines that belong to records. */
export class LogRows {
	private readonly capacity: number;
	private log: Batch;
	private continuation: Batch;

	constructor(capacity: number) {
		this.capacity = capacity;
		this.log = createBatch(log, capacity);
		this.continuation = createBatch(continuation, capacity);
	}

	get full(): boolean {
		return Math.max(this.log.rows, this.continuation.rows) >= this.capacity;
	}

	take(): Batch[] {
		const taken = [this.log, this.continuation].filter(({ rows }) => rows > 0);
		this.log = createBatch(log, this.capacity);
		this.continuation = createBatch(continuation, this.capacity);
		return taken;
	}

	addLog(record: LineRecord, format: string, stream: number, line: number) {
		const batch = this.log;
		const row = batch.rows++;
		if (record.timed) {
			const halves = new Int32Array(batch.time.buffer);
			writeInstant(halves, row, record.seconds, record.nanos);
			batch.timed[row] = 1;
		}
		batch.stream[row] = stream;
		batch.line[row] = line;
		setText(batch, row, [
			format,
			levels[record.level] ?? null,
			record.message(),
			fieldsAsJson(record),
		]);
	}

	addContinuation(stream: number, line: number, of: number, text: string) {
		const batch = this.continuation;
		const row = batch.rows++;
		batch.stream[row] = stream;
		batch.line[row] = line;
		const owner = batch.columns[0];
		if (owner?.kind === "int64") owner.values[row] = BigInt(of);
		const words = batch.columns[1] as TextColumn;
		words.values[row] = Buffer.from(text, "latin1").toString("utf8");
	}
}

function setText(batch: Batch, row: number, values: (string | null)[]): void {
	for (const [at, column] of batch.columns.entries()) {
		if (column.kind === "text") column.values[row] = values[at] ?? null;
	}
}

/** Values stay text: their types are what a schema would say. */
function fieldsAsJson(record: LineRecord): string {
	let json = "{";
	for (let at = 0; at < record.fieldCount; at++) {
		const key = JSON.stringify(record.key(at));
		json += `${at > 0 ? "," : ""}${key}:${JSON.stringify(record.value(at))}`;
	}
	return `${json}}`;
}
