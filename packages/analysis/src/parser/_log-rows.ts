import { continuation, log } from "../events/log.ts";
import { type LineRecord, levels } from "../formats/record.ts";
import { writeInstant } from "./_int64.ts";
import { type Batch, createBatch, type TextColumn } from "./batch.ts";
import type { Line } from "./line.ts";

/** Rows of records that no schema matches, and of continuation lines. */
export class LogRows {
	private readonly capacity: number;
	private log: Batch | undefined;
	private continuation: Batch | undefined;

	constructor(capacity: number) {
		this.capacity = capacity;
	}

	get full(): boolean {
		const rows = Math.max(this.log?.rows ?? 0, this.continuation?.rows ?? 0);
		return rows >= this.capacity;
	}

	/** Returns the rows so far, if any, and starts new batches. */
	take(): Batch[] {
		const { log, continuation } = this;
		this.log = undefined;
		this.continuation = undefined;
		return [log, continuation].filter((batch) => batch !== undefined);
	}

	addLog(record: LineRecord, format: string, line: Line): void {
		this.log ??= createBatch(log, this.capacity);
		const batch = this.log;
		const row = addRow(batch, line);
		if (record.timed) {
			const halves = new Int32Array(batch.time.buffer);
			writeInstant(halves, row, record.seconds, record.nanos);
			batch.timed[row] = 1;
		}
		setText(batch, row, [
			format,
			levels[record.level] ?? null,
			record.message(),
			fieldsAsJson(record),
		]);
	}

	addContinuation(line: Line, of: number): void {
		this.continuation ??= createBatch(continuation, this.capacity);
		const batch = this.continuation;
		const row = addRow(batch, line);
		const owner = batch.columns[0];
		if (owner?.kind === "int64") owner.values[row] = BigInt(of);
		const words = batch.columns[1] as TextColumn;
		words.values[row] = Buffer.from(line.content, "latin1").toString("utf8");
	}
}

/** @returns the index of the new row, of which only stream and line are set */
function addRow(batch: Batch, line: Line): number {
	const row = batch.rows++;
	batch.stream[row] = line.stream;
	batch.line[row] = line.number;
	return row;
}

function setText(batch: Batch, row: number, values: (string | null)[]): void {
	for (const [at, column] of batch.columns.entries()) {
		if (column.kind === "text") column.values[row] = values[at] ?? null;
	}
}

/** Values stay text, since only a schema would give them types. */
function fieldsAsJson(record: LineRecord): string {
	let json = "{";
	for (let at = 0; at < record.fieldCount; at++) {
		const key = JSON.stringify(record.key(at));
		json += `${at > 0 ? "," : ""}${key}:${JSON.stringify(record.value(at))}`;
	}
	return `${json}}`;
}
