import type { MismatchCode } from "../mismatch.ts";

/** What is wrong with a value, and how to fix it. */
export interface Reason {
	readonly code: MismatchCode;
	/** Predicate of the path: `is a string, not an integer`. */
	readonly what: string;
	readonly help: string;
}

/** What is wrong with a value inside an object. */
export interface InnerReason extends Reason {
	/** Path of the value, relative to the object. */
	readonly at: readonly (string | number)[];
}

export type Json = Readonly<Record<string, unknown>>;

/** Checks of a field beyond its type. */
export interface FieldConstraint {
	/** Checks the value itself. */
	readonly value?: (value: unknown) => Reason | undefined;
	/** Checks every key of a map. */
	readonly keys?: (key: string) => Reason | undefined;
	/** Checks every entry of a map or list. */
	readonly entries?: (entry: unknown) => Reason | undefined;
}

/** Checks of the API server for objects of one definition, beyond the schema. */
export interface Constraint {
	readonly fields?: Readonly<Record<string, FieldConstraint>>;
	/** Checks several fields together. */
	readonly whole?: (object: Json) => readonly InnerReason[];
}

/** Constraints by name of the definition: `core.v1.ContainerPort`. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** Creates the reason for an invalid value; `not` says what it is not, or why it is invalid. */
export const invalid = (
	value: unknown,
	not: string,
	help: string,
	code: MismatchCode = "invalid-value",
): Reason => ({ code, what: `is ${JSON.stringify(value)}, ${not}`, help });

/** Maps among the entries of a list; none if the value is not a list. */
export const listOf = (value: unknown): readonly Json[] =>
	Array.isArray(value) ? value.filter(isMap) : [];

export const isMap = (value: unknown): value is Json =>
	value !== null && typeof value === "object" && !Array.isArray(value);

export const mapOf = (value: unknown): Json => (isMap(value) ? value : {});

/** Reason for a field that excludes another one, lacks one, or has the wrong value beside it. */
export const at = (
	path: InnerReason["at"],
	what: string,
	help: string,
	code: MismatchCode = "invalid-value",
): InnerReason => ({ code, at: path, what, help });

/** Whether a field has a value: like the API server, null counts as absent. */
export const isSet = (value: unknown): boolean =>
	value !== undefined && value !== null;

/** Checks that exactly one of some fields is set. */
export const exactlyOne =
	(...fields: readonly string[]) =>
	(object: Json): InnerReason[] => {
		const given = fields.filter((field) => isSet(object[field]));
		if (given.length === 1) return [];
		return [
			at(
				[],
				given.length === 0
					? `has none of ${fields.join(", ")}`
					: `has several of them: ${given.join(", ")}`,
				`set one of ${fields.join(", ")}`,
			),
		];
	};

/** A number within limits, both of which are allowed. */
export const between = (least: number, most: number): FieldConstraint => ({
	value: (value) =>
		typeof value !== "number" || (value >= least && value <= most)
			? undefined
			: invalid(
					value,
					value < least ? `less than ${least}` : `more than ${most}`,
					Number.isFinite(most)
						? `use a number from ${least} to ${most}`
						: `use ${least} or more`,
				),
});

export const notNegative = between(0, Number.POSITIVE_INFINITY);
export const positive = between(1, Number.POSITIVE_INFINITY);
