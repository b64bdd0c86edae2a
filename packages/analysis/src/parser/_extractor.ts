import type { EventSchema, Field } from "../events/schema.ts";
import type { LineRecord } from "../formats/record.ts";
import { writeHash, writeInstant, writeInteger } from "./_int64.ts";
import { parseTuples } from "./_tuples.ts";
import { type Batch, createBatch } from "./batch.ts";
import type { Line } from "./line.ts";
import type { Counter } from "./tally.ts";

/** Place of a field that the record has several times. */
const TWICE = -2;

const NANOS = { ns: 0, us: 3, ms: 6, s: 9 } as const;

/**
 * One column and how to fill it. Every slot has every property, in the same
 * order: V8 then gives all slots one hidden class, whatever the schema.
 */
interface Slot {
	readonly name: string;
	readonly keys: readonly string[];
	readonly optional: boolean;
	readonly computed: Field["computed"];
	/** An integer without a unit to convert: its digits are the value. */
	readonly unscaled: boolean;
	readonly hash: boolean;
	/** Text to copy unchanged. */
	readonly verbatim: boolean;
	readonly field: Field;
	/** Storage of this column in the open batch; only that of its own kind is set. */
	halves: Int32Array | undefined;
	integers: BigInt64Array | undefined;
	floats: Float64Array | undefined;
	texts: (string | null)[] | undefined;
	valid: Uint8Array | undefined;
}

function createSlot(name: string, field: Field): Slot {
	const { before, computed, from, optional = false, type, unit } = field;
	return {
		name,
		keys: computed === undefined ? [from ?? name].flat() : [],
		optional,
		computed,
		unscaled: type === "int64" || unit === "ns",
		hash: type === "hash",
		verbatim: type === "text" && before === undefined,
		field,
		halves: undefined,
		integers: undefined,
		floats: undefined,
		texts: undefined,
		valid: undefined,
	};
}

/** Writes records of one event as rows of its open batch. */
export class Extractor {
	readonly schema: EventSchema;
	/** Rows so far. Allocated for the first record, since most events never occur. */
	private batch: Batch | undefined;
	private readonly slots: readonly Slot[];
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
	}

	get full(): boolean {
		return this.batch?.rows === this.capacity;
	}

	/** Returns the rows so far, if any, and starts a new batch. */
	take(): Batch[] {
		const { batch } = this;
		this.batch = undefined;
		return batch === undefined || batch.rows === 0 ? [] : [batch];
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
		this.batch = batch;
		return batch;
	}

	/**
	 * Writes a record as a row.
	 *
	 * @param places from `locate`, for this record or one of the same shape
	 * @returns the fault; undefined if the row was written
	 */
	add(record: LineRecord, line: Line, places: Int32Array): string | undefined {
		const { batch = this.open(), slots } = this;
		const row = batch.rows;
		const { view } = record;
		for (let at = 0; at < slots.length; at++) {
			const slot = slots[at] as Slot;
			const found = places[at] as number;
			const fault =
				found >= 0
					? write(row, slot, record, view, found)
					: found === TWICE
						? writeTwice(row, slot, record, view)
						: writeAbsent(row, slot, line);
			if (fault !== undefined) return fault;
		}
		this.addBase(batch, record, line);
		return undefined;
	}

	/** @returns the index of each column's field in the record, -1 where the record lacks it, `TWICE` */
	locate(record: LineRecord): Int32Array {
		const places = new Int32Array(this.slots.length).fill(-1);
		for (const [at, { keys }] of this.slots.entries()) {
			for (const key of keys) {
				const found = record.find(key);
				if (found < 0) continue;
				places[at] = record.find(key, found + 1) < 0 ? found : TWICE;
				break;
			}
		}
		return places;
	}

	/** Fills the columns common to all events, which completes the row. */
	private addBase(batch: Batch, record: LineRecord, line: Line): void {
		const row = batch.rows;
		const { timed } = record;
		if (timed) writeInstant(this.timeHalves, row, record.seconds, record.nanos);
		batch.timed[row] = timed ? 1 : 0;
		batch.stream[row] = line.stream;
		batch.line[row] = line.number;
		batch.rows = row + 1;
		this.counter.count++;
	}
}

function writeAbsent(row: number, slot: Slot, line: Line): string | undefined {
	const { computed, integers } = slot;
	if (computed !== undefined && integers !== undefined) {
		integers[row] = BigInt(
			computed === "position" ? line.position : line.source.container,
		);
		return undefined;
	}
	if (!slot.optional) return `${slot.name} is missing`;
	if (slot.texts !== undefined) slot.texts[row] = null;
	else if (slot.valid !== undefined) slot.valid[row] = 0;
	return undefined;
}

/** Writes a field that the record has several times, if always with the same value. */
function writeTwice(
	row: number,
	slot: Slot,
	record: LineRecord,
	view: DataView,
): string | undefined {
	const key = slot.keys.find((one) => record.find(one) >= 0) ?? "";
	const first = record.find(key);
	for (let at = first; at >= 0; at = record.find(key, at + 1))
		if (record.value(at) !== record.value(first))
			return `${slot.name} has two values`;
	return write(row, slot, record, view, first);
}

function write(
	row: number,
	slot: Slot,
	record: LineRecord,
	view: DataView,
	found: number,
): string | undefined {
	const { halves, texts } = slot;
	if (texts !== undefined) {
		const value = record.value(found);
		if (!slot.verbatim) return writeText(texts, row, slot, value);
		texts[row] = value;
		return undefined;
	}
	if (slot.valid !== undefined) slot.valid[row] = 1;
	if (halves === undefined) return writeFloat(row, slot, record.value(found));
	const start = record.valueStart[found] as number;
	const end = record.valueEnd[found] as number;
	if (slot.hash) {
		return writeHash(halves, row, view, start, end)
			? undefined
			: `${slot.name} has fewer than 15 hex digits`;
	}
	return slot.unscaled && writeInteger(halves, row, view, start, end)
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

/** Handles what the fast path cannot: JSON writers may write 1000 as 1000.0, and times have several units. */
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
