import { writeHash, writeInstant, writeInteger } from "../formats/_int64.ts";
import { type Batch, createBatch } from "../formats/batch.ts";
import type { LineRecord } from "../formats/record.ts";
import type { Counter } from "../formats/tally.ts";
import { parseTuples } from "./_tuples.ts";
import type { EventSchema, Field } from "./schema.ts";

const NANOS = { ns: 0, us: 3, ms: 6, s: 9 } as const;

/**
 * One column and how it is filled. Every slot has every property, in the same
 * order: V8 then reads them in one step, whatever the schema says.
 */
interface Slot {
	readonly name: string;
	readonly keys: readonly string[];
	readonly optional: boolean;
	/** Digits as they stand are the value. */
	readonly whole: boolean;
	readonly hash: boolean;
	/** Text as it stands is the value. */
	readonly asIs: boolean;
	readonly field: Field;
	/** Where the rows of the open batch go; undefined for the other kinds. */
	halves: Int32Array | undefined;
	integers: BigInt64Array | undefined;
	floats: Float64Array | undefined;
	texts: (string | null)[] | undefined;
	valid: Uint8Array | undefined;
}

function createSlot(name: string, field: Field): Slot {
	const { before, from, optional = false, type, unit } = field;
	return {
		name,
		keys: [from ?? name].flat(),
		optional,
		whole: type === "int64" || unit === "ns",
		hash: type === "hash",
		asIs: type === "text" && before === undefined,
		field,
		halves: undefined,
		integers: undefined,
		floats: undefined,
		texts: undefined,
		valid: undefined,
	};
}

/** Turns records of one event into rows of its open batch. */
export class Extractor {
	readonly schema: EventSchema;
	batch: Batch;
	private readonly slots: readonly Slot[];
	private readonly located: Int32Array;
	private readonly capacity: number;
	private readonly counter: Counter;
	private timeHalves: Int32Array = new Int32Array(0);

	constructor(schema: EventSchema, capacity: number, counter: Counter) {
		this.counter = counter;
		this.schema = schema;
		this.capacity = capacity;
		this.slots = Object.entries(schema.fields).map(([name, field]) =>
			createSlot(name, field),
		);
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
		for (const [at, slot] of this.slots.entries()) {
			const column = batch.columns[at];
			if (column?.kind === "text") {
				slot.texts = column.values;
				continue;
			}
			slot.valid = column?.valid;
			if (column?.kind === "float64") slot.floats = column.values;
			if (column?.kind !== "int64") continue;
			slot.integers = column.values;
			slot.halves = new Int32Array(column.values.buffer);
		}
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
				found < 0 ? leaveOut(row, slot) : write(row, slot, record, found);
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
}

function leaveOut(row: number, slot: Slot): string | undefined {
	if (!slot.optional) return `${slot.name} is missing`;
	if (slot.texts !== undefined) slot.texts[row] = null;
	else if (slot.valid !== undefined) slot.valid[row] = 0;
	return undefined;
}

function write(
	row: number,
	slot: Slot,
	record: LineRecord,
	found: number,
): string | undefined {
	const { halves, texts } = slot;
	if (texts !== undefined) {
		const value = record.value(found);
		if (!slot.asIs) return writeText(texts, row, slot, value);
		texts[row] = value;
		return undefined;
	}
	if (slot.valid !== undefined) slot.valid[row] = 1;
	if (halves === undefined) return writeFloat(row, slot, record.value(found));
	const start = record.valueStart[found] as number;
	const end = record.valueEnd[found] as number;
	if (slot.hash) {
		return writeHash(halves, row, record.text, start, end)
			? undefined
			: `${slot.name} has fewer than 15 hex digits`;
	}
	return slot.whole && writeInteger(halves, row, record.text, start, end)
		? undefined
		: writeSlowly(row, slot, record.value(found));
}

function writeFloat(
	row: number,
	{ floats, name }: Slot,
	value: string,
): string | undefined {
	const number = Number(value);
	if (!Number.isFinite(number) || value.trim() === "") {
		return `${name} is not a number`;
	}
	if (floats !== undefined) floats[row] = number;
	return undefined;
}

/** JSON writers may say 1000.0 for 1000, and times come in other units. */
function writeSlowly(
	row: number,
	{ field, integers, name }: Slot,
	value: string,
): string | undefined {
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
	if (integers !== undefined) integers[row] = exact;
	return undefined;
}

function writeText(
	values: (string | null)[],
	row: number,
	{ field, name }: Slot,
	value: string,
): string | undefined {
	const { before, type } = field;
	const cut = before === undefined ? -1 : value.indexOf(before);
	const kept = cut < 0 ? value : value.slice(0, cut);
	if (type !== "tuples") {
		values[row] = kept;
		return undefined;
	}
	const tuples = parseTuples(kept);
	if (tuples === undefined) return `${name} is not a list of tuples`;
	values[row] = JSON.stringify(tuples);
	return undefined;
}
