import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, TableWriter } from "../tables/index.ts";
import {
	type ClockBound,
	clockBounds,
	gapOf,
	type Offset,
} from "./clock-bounds.ts";
import { type ClockPair, clockPair, joinedPairs } from "./clock-pairs.ts";

/** Columns of `crossings.sql`. */
type CrossingColumns = readonly [
	slot: readonly number[],
	from_clock: readonly number[],
	to_clock: readonly number[],
	took_ns: readonly bigint[],
	at_ns: readonly bigint[],
];

/** Messages between one pair of clocks: a range of rows of all crossings. */
interface PairRows {
	readonly columns: CrossingColumns;
	readonly start: number;
	readonly end: number;
}

/** Uncertainty of the times of publishing. */
interface Timing {
	/** Time span of messages that are grouped, ns. */
	readonly slotNs: number;
	/** Whether times are by the clocks of the publishing nodes. */
	readonly byNodes: boolean;
}

const hypotheses = ["before", "after"] as const;

/** Columns of the offset of the clock `to_clock` from the publisher's, ns. */
const offsetColumns = {
	slot: "int32",
	from_clock: "int32",
	to_clock: "int32",
	before_low: "int64",
	before_high: "int64",
	before_middle: "int64",
	after_low: "int64",
	after_high: "int64",
	after_middle: "int64",
	step_low: "int64",
	step_high: "int64",
} as const;

type OffsetColumn = keyof typeof offsetColumns;
type Columns = Record<OffsetColumn, (number | bigint | null)[]>;

const emptyColumns = (): Columns =>
	Object.fromEntries(
		Object.keys(offsetColumns).map((name) => [name, []]),
	) as unknown as Columns;

/**
 * Measures the clocks of the machines against each other and writes two tables:
 * `offsets`, one row per message and pair of clocks, and `clocks`, one per pair.
 *
 * Reads the views `arrivals`, `messages` and `nodes`.
 *
 * @param clocks names of the clocks, by index
 */
export async function writeClocks(
	database: Database,
	folders: { readonly offsets: string; readonly clocks: string },
	clocks: readonly string[],
	timing: Timing,
): Promise<void> {
	const columns = await database.columns<CrossingColumns>(
		readFileSync(join(import.meta.dirname, "crossings.sql"), "utf8"),
	);
	// Without a crossing, there are no columns either.
	const [slots = [], from = [], to = []] = columns;
	const lesser = (row: number) =>
		Math.min(from[row] as number, to[row] as number);
	const greater = (row: number) =>
		Math.max(from[row] as number, to[row] as number);
	const writer = new TableWriter(database, folders.offsets, offsetColumns);
	const direct: ClockPair[] = [];
	let written = emptyColumns();
	const flush = async () => {
		await writer.append(written, written.slot.length);
		written = emptyColumns();
	};
	for (let start = 0; start < slots.length; ) {
		let end = start + 1;
		while (
			end < slots.length &&
			lesser(start) === lesser(end) &&
			greater(start) === greater(end)
		)
			end++;
		const pair = boundPair(
			written,
			[lesser(start), greater(start)],
			{ columns, start, end },
			timing,
		);
		if (pair !== undefined) direct.push(pair);
		if (written.slot.length > APPENDED_ROWS) await flush();
		start = end;
	}
	await flush();
	await writer.end();
	await writePairs(database, folders.clocks, clocks, joinedPairs(direct));
}

/** Rows that are written at once: an append has a cost of its own. */
const APPENDED_ROWS = 20_000;

/** Appends one row per message between two clocks. */
function boundPair(
	written: Columns,
	[from, to]: readonly [number, number],
	{ columns: [slots, froms, , tooks, ats], start, end }: PairRows,
	{ slotNs, byNodes }: Timing,
): ClockPair | undefined {
	const isBack = (row: number) => froms[row] !== from;
	// Nanoseconds since 1970 exceed a float's precision: all are taken relative to the first.
	const base = (tooks[start] as bigint) * (isBack(start) ? -1n : 1n);
	const first = ats[start] as bigint;
	const crossings = Array.from({ length: end - start }, (_, index) => {
		const row = start + index;
		const took = tooks[row] as bigint;
		const back = isBack(row);
		return {
			at: Number((ats[row] as bigint) - first),
			back,
			took: Number(took + (back ? base : -base)),
		};
	});
	const gap =
		gapOf(crossings) +
		slotNs +
		(byNodes ? usualDifference(tooks.slice(start, end)) : 0);
	const bounds = clockBounds(crossings, gap);
	for (const [index, { back }] of crossings.entries())
		addRow(
			written,
			slots[start + index] as number,
			back ? [to, from] : [from, to],
			bounds[index],
			back,
			base,
		);
	return clockPair({ from, to, gap }, bounds, base);
}

/** Returns the 95th percentile of the difference between receivers' and senders' times, ns. */
function usualDifference(tooks: readonly bigint[]): number {
	const sorted = tooks
		.map((took) => Math.abs(Number(took)))
		.sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

function addRow(
	columns: Columns,
	slot: number,
	[from_clock, to_clock]: readonly [number, number],
	bound: ClockBound | undefined,
	back: boolean,
	base: bigint,
): void {
	columns.slot.push(slot);
	columns.from_clock.push(from_clock);
	columns.to_clock.push(to_clock);
	for (const name of hypotheses) {
		const offset = bound?.[name];
		const seen = offset && (back ? reversedOffset(offset) : offset);
		const from = back ? -base : base;
		const put = (column: OffsetColumn, value: number | undefined) =>
			columns[column].push(value === undefined ? null : from + BigInt(value));
		put(`${name}_low`, seen && Math.floor(seen.low));
		put(`${name}_high`, seen && Math.ceil(seen.high));
		put(`${name}_middle`, seen && Math.round(seen.middle));
	}
	const step = bound?.step;
	const [low, high] =
		step === undefined || !back ? (step ?? []) : [-step[1], -step[0]];
	columns.step_low.push(low === undefined ? null : BigInt(Math.floor(low)));
	columns.step_high.push(high === undefined ? null : BigInt(Math.ceil(high)));
}

const reversedOffset = ({ low, high, middle }: Offset): Offset => ({
	low: -high,
	high: -low,
	middle: -middle,
});

async function writePairs(
	database: Database,
	folder: string,
	clocks: readonly string[],
	pairs: readonly ClockPair[],
): Promise<void> {
	const writer = new TableWriter(database, folder, {
		from_clock: "int32",
		to_clock: "int32",
		from_host: "text",
		to_host: "text",
		offset_ns: "int64",
		error_ns: "int64",
		low_ns: "int64",
		high_ns: "int64",
		moved_ns: "int64",
		gap_ns: "int64",
	});
	await writer.append(
		{
			from_clock: pairs.map(({ from }) => from),
			to_clock: pairs.map(({ to }) => to),
			from_host: pairs.map(({ from }) => clocks[from] as string),
			to_host: pairs.map(({ to }) => clocks[to] as string),
			offset_ns: pairs.map(({ offset }) => offset),
			error_ns: pairs.map(({ error }) => error),
			low_ns: pairs.map(({ low }) => low),
			high_ns: pairs.map(({ high }) => high),
			moved_ns: pairs.map(({ moved }) => moved),
			gap_ns: pairs.map(({ gap }) => BigInt(Math.ceil(gap))),
		},
		pairs.length,
	);
	await writer.end();
}
