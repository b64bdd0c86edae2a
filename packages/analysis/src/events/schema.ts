/**
 * How the value of a field is kept.
 *
 * - `int64` a whole number of at most 63 bits, exact: `BigInt64Array`
 * - `float64` a measured number that was no whole one: `Float64Array`
 * - `time` an instant, nanoseconds since the epoch, UTC: `BigInt64Array`
 * - `hash` the first 15 hex digits of a hash, as a whole number: ids are numbers,
 *   and 60 bits tell any number of messages apart
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
	/** Key in the line; several when versions of a program differ. @default the name of the column */
	readonly from?: string | readonly string[];
	readonly type: FieldType;
	/** Unit of a number, as the line has it. */
	readonly unit?: Unit;
	/** May be missing, and is null then. Any other missing field makes the line `unparsed`. */
	readonly optional?: true;
	/** The part of the value that is kept: the text before this character. */
	readonly before?: string;
	/** One line for people. */
	readonly about: string;
}

export interface Sample {
	/** A line as the program writes it. */
	readonly line: string;
	/** The columns that it must give. */
	readonly row: Readonly<Record<string, string | number | bigint | null>>;
}

/** One thing that programs tell of, and how it stands in their lines. */
export interface EventSchema {
	/** `<program>.<what happened>`; also the partition `event=` of the tables. */
	readonly name: string;
	readonly about: string;
	/** The whole message of the line, in any version. A cut message still matches. */
	readonly messages: readonly string[];
	/** Only where the line's `topics` are these: for messages that others say too. */
	readonly topics?: string;
	/**
	 * Sentences with values in them, `block <height> took <ms> ms`: a hole is the
	 * name of a key and takes no space. For programs that print no fields.
	 */
	readonly templates?: readonly string[];
	/** Columns by name, in the order of the table. */
	readonly fields: Readonly<Record<string, Field>>;
	/** Lines and what they must give: fixtures, run by a test. */
	readonly samples: readonly Sample[];
}

/** Columns that every table has, before its own. */
export const baseColumns = {
	time: {
		type: "time",
		unit: "ns",
		about: "when the line was written, by the clock of its host",
	},
	stream: { type: "text", about: "which stream the line came from" },
	line: { type: "int64", unit: "count", about: "its number there, from 1" },
} as const;

export function defineEvent(schema: EventSchema): EventSchema {
	return schema;
}
