/**
 * How the value of a field is stored.
 *
 * - `int64` an exact integer of at most 63 bits: `BigInt64Array`
 * - `float64` a number that may have a fraction: `Float64Array`
 * - `time` an instant, nanoseconds since the epoch, UTC: `BigInt64Array`
 * - `hash` the first 15 hex digits of a hash, as an integer: ids are numbers, and
 *   60 bits are enough to distinguish messages
 * - `text` anything else, unquoted and unescaped
 * - `tuples` a list `[(name: value, ..), ..]`, as JSON text
 */
export type FieldType =
	| "int64"
	| "float64"
	| "time"
	| "hash"
	| "text"
	| "tuples";

export type Unit = "ns" | "us" | "ms" | "s" | "bytes" | "count";

export interface Field {
	/** Key in the line; several if versions of a program differ. @default the name of the column */
	readonly from?: string | readonly string[];
	readonly type: FieldType;
	/** Unit of the number in the line. */
	readonly unit?: Unit;
	/** Whether the field may be missing, and is then null. Any other missing field makes the line `unparsed`. */
	readonly optional?: true;
	/** Takes the value from the line's place instead of its text: its number within its container's output, or the number of containers before. */
	readonly computed?: "position" | "container";
	/** Keeps only the part of the value before this text. */
	readonly before?: string;
	/** Meaning of the field, in one line. */
	readonly about: string;
}

export interface Sample {
	/** Line as the program writes it. */
	readonly line: string;
	/** Columns that it must produce. */
	readonly row: Readonly<Record<string, string | number | bigint | null>>;
}

/** An event that programs log, and how their lines express it. */
export interface EventSchema {
	/** `<program>.<what happened>`; also the partition `event=` of the tables. */
	readonly name: string;
	readonly about: string;
	/** Whole message of the line, one entry for each wording. A truncated message still matches. */
	readonly messages: readonly string[];
	/** Requires these `topics` in the line, for messages that other modules log too. */
	readonly topics?: string;
	/**
	 * Messages with values in them, `block <height> took <ms> ms`: a placeholder
	 * names the key, and its value contains no space. For programs that print no
	 * fields.
	 */
	readonly templates?: readonly string[];
	/** Columns by name, in the order of the table. */
	readonly fields: Readonly<Record<string, Field>>;
	/** Lines and the rows that they must produce: fixtures, run by a test. */
	readonly samples: readonly Sample[];
}

/** Columns that every table has, before those of the event. */
export const baseColumns = {
	time: {
		type: "time",
		unit: "ns",
		about: "when the line was written, by the clock of the host",
	},
	stream: { type: "text", about: "stream that the line came from" },
	line: {
		type: "int64",
		unit: "count",
		about: "line number in the stream, from 1",
	},
} as const;

export function defineEvent(schema: EventSchema): EventSchema {
	return schema;
}
