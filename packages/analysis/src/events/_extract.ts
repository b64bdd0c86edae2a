import { writeInstant, writeInteger } from "../formats/_int64.ts";
import { type Batch, createBatch } from "../formats/batch.ts";
import type { LineRecord } from "../formats/record.ts";
import type { Counter } from "../formats/tally.ts";
import { parseTuples } from "./_tuples.ts";
import type { EventSchema, Field } from "./schema.ts";

const NANOS = { ns: 0, us: 3, ms: 6, s: 9 } as const;

interface Slot {
	readonly name: string;
	readonly keys: readonly string[];
	readonly field: Field;
}

/** Turns records of one event into rows of its open batch. */
export class Extractor {
	readonly schema: EventSchema;
	batch: Batch;
	private readonly slots: readonly Slot[];
	private readonly located: Int32Array;
	private readonly capacity: number;
	private readonly counter: Counter;
	private halves: readonly (Int32Array | undefined)[] = [];
	private timeHalves: Int32Array = new Int32Array(0);

	constructor(schema: EventSchema, capacity: number, counter: Counter) {
		this.counter = counter;
		this.schema = schema;
		this.capacity = capacity;
		this.slots = Object.entries(schema.fields).map(([name, field]) => ({
			name,
			field,
			keys: [field.from ?? name].flat(),
		}));
		this.located = new Int32Array(this.slots.length);
		this.batch = this.open();
	}

	get full(): boolean {
		return this.batch.rows === this.capacity;
	}

	/** Hands out the rows so far and begins anew. */
	take(): Batch {
		const { batch } = this;
		this.batch = this.open();
		return batch;
	}

	private open(): Batch {
		const batch = createBatch(this.schema, this.capacity);
		this.halves = batch.columns.map((column) =>
			column.kind === "int64"
				? new Int32Array(column.values.buffer)
				: undefined,
		);
		this.timeHalves = new Int32Array(batch.time.buffer);
		return batch;
	}

	/** @returns what is wrong with the line, undefined when it became a row */
	add(record: LineRecord, stream: number, line: number): string | undefined {
		const { batch, slots } = this;
		const row = batch.rows;
		const places = this.placesIn(record);
		for (let at = 0; at < slots.length; at++) {
			const slot = slots[at] as Slot;
			const found = places[at] as number;
			const fault =
				found < 0
					? this.leaveOut(at, row, slot)
					: this.write(at, row, slot, record, found);
			if (fault !== undefined) return fault;
		}
		this.addBase(record, stream, line);
		return undefined;
	}

	/** Which field of the record is which column, -1 where none is. */
	private placesIn(record: LineRecord): Int32Array {
		const { layout } = record;
		if (layout === undefined || layout.fieldCount !== record.fieldCount) {
			return this.locate(record);
		}
		if (layout.placesOf !== this) {
			layout.placesOf = this;
			layout.places = this.locate(record).slice();
		}
		return layout.places;
	}

	private locate(record: LineRecord): Int32Array {
		for (const [at, { keys }] of this.slots.entries()) {
			let found = -1;
			for (const key of keys) {
				found = record.find(key);
				if (found >= 0) break;
			}
			this.located[at] = found;
		}
		return this.located;
	}

	/** The columns that every event has; the row is then complete. */
	addBase(record: LineRecord, stream: number, line: number): void {
		const { batch } = this;
		const row = batch.rows;
		const { timed } = record;
		if (timed) writeInstant(this.timeHalves, row, record.seconds, record.nanos);
		batch.timed[row] = timed ? 1 : 0;
		batch.stream[row] = stream;
		batch.line[row] = line;
		batch.rows = row + 1;
		this.counter.count++;
	}

	private leaveOut(at: number, row: number, slot: Slot): string | undefined {
		if (!slot.field.optional) return `${slot.name} is missing`;
		const column = this.batch.columns[at];
		if (column === undefined) return undefined;
		if (column.kind === "text") column.values[row] = null;
		else if (column.valid !== undefined) column.valid[row] = 0;
		return undefined;
	}

	private write(
		at: number,
		row: number,
		slot: Slot,
		record: LineRecord,
		found: number,
	): string | undefined {
		const column = this.batch.columns[at];
		if (column === undefined) return undefined;
		if (column.kind === "text") {
			return writeText(column.values, row, slot, record.value(found));
		}
		if (column.valid !== undefined) column.valid[row] = 1;
		if (column.kind === "int64") {
			const halves = this.halves[at] as Int32Array;
			const start = record.valueStart[found] as number;
			const end = record.valueEnd[found] as number;
			if (
				writeInteger(halves, row, record.text, start, end) &&
				(slot.field.type === "int64" || slot.field.unit === "ns")
			) {
				return undefined;
			}
			return this.writeSlowly(column.values, row, slot, record.value(found));
		}
		const number = Number(record.value(found));
		if (!Number.isFinite(number) || record.value(found).trim() === "") {
			return `${slot.name} is not a number`;
		}
		column.values[row] = number;
		return undefined;
	}

	/** JSON writers may say 1000.0 for 1000, and times come in other units. */
	private writeSlowly(
		values: BigInt64Array,
		row: number,
		slot: Slot,
		value: string,
	): string | undefined {
		const { field, name } = slot;
		const whole = /^(-?\d+)(?:\.0+)?$/.exec(value)?.[1];
		const big = whole === undefined ? undefined : BigInt(whole);
		const scale =
			field.type === "time"
				? 10n ** BigInt(NANOS[(field.unit ?? "ns") as keyof typeof NANOS] ?? 0)
				: 1n;
		const exact = big === undefined ? undefined : big * scale;
		if (exact === undefined || BigInt.asIntN(64, exact) !== exact) {
			return `${name} is not an integer of 63 bits`;
		}
		values[row] = exact;
		return undefined;
	}
}

function writeText(
	values: (string | null)[],
	row: number,
	slot: Slot,
	value: string,
): string | undefined {
	const { before, type } = slot.field;
	if (type === "text" && before === undefined) {
		values[row] = value;
		return undefined;
	}
	const cut = before === undefined ? -1 : value.indexOf(before);
	const kept = cut < 0 ? value : value.slice(0, cut);
	if (type !== "tuples") {
		values[row] = kept;
		return undefined;
	}
	const tuples = parseTuples(kept);
	if (tuples === undefined) return `${slot.name} is not a list of tuples`;
	values[row] = JSON.stringify(tuples);
	return undefined;
}
