import { suggestion } from "@lab/core";
import { invalid, type Reason } from "./constraints/constraint.ts";
import { isQuantity } from "./quantity.ts";
import type { Schema } from "./schema.ts";

/** Checks the type and format of a value, without its nested values. */
export function wrongFormat(
	value: unknown,
	schema: Schema,
): Reason | undefined {
	return wrongType(value, schema) ?? wrongValue(value, schema);
}

function wrongType(value: unknown, schema: Schema): Reason | undefined {
	// Fast path: most values are strings or objects of the right type.
	if (schema.type === typeof value && !Array.isArray(value)) return undefined;
	const wanted = wantedTypes(schema);
	if (wanted === undefined || wanted.some((type) => isOfType(value, type)))
		return undefined;
	const names = wanted.map((type) => typeNames[type]).join(" or ");
	return {
		code: "wrong-type",
		what: `is ${nameOf(value)}, not ${names}`,
		help: `use ${names}`,
	};
}

type Type = NonNullable<Schema["type"]>;

function wantedTypes(schema: Schema): readonly Type[] | undefined {
	if (schema["x-kubernetes-int-or-string"] === true)
		return ["integer", "string"];
	if (schema.format === "quantity") return ["string", "number"];
	return schema.type === undefined ? undefined : [schema.type];
}

const typeNames: Readonly<Record<Type, string>> = {
	array: "a list",
	boolean: "true or false",
	integer: "an integer",
	number: "a number",
	object: "an object",
	string: "a string",
};

const isOfType = (value: unknown, type: Type): boolean =>
	type === "integer"
		? Number.isInteger(value)
		: type === "array"
			? Array.isArray(value)
			: typeof value === type && !Array.isArray(value);

function nameOf(value: unknown): string {
	const type = Array.isArray(value) ? "array" : (typeof value as Type);
	return type === "array" || type === "object"
		? typeNames[type]
		: type === "boolean"
			? String(value)
			: `the ${type === "string" ? "string" : "number"} ${JSON.stringify(value)}`;
}

function wrongValue(value: unknown, schema: Schema): Reason | undefined {
	if (schema.enum !== undefined && !schema.enum.includes(value)) {
		const known = schema.enum.map(String);
		return invalid(
			value,
			`not one of ${known.join(", ")}`,
			suggestion(String(value), known),
		);
	}
	if (typeof value === "number") {
		const {
			minimum = LEAST[schema.format ?? ""],
			maximum = MOST[schema.format ?? ""],
		} = schema;
		if (minimum !== undefined && value < minimum)
			return invalid(value, `less than ${minimum}`, `use at least ${minimum}`);
		if (maximum !== undefined && value > maximum)
			return invalid(value, `more than ${maximum}`, `use at most ${maximum}`);
	}
	if (typeof value === "string") return wrongString(value, schema);
	if (Array.isArray(value)) {
		const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
		if (value.length < minItems || value.length > maxItems)
			return {
				code: "invalid-value",
				what: `has ${value.length} entries`,
				help:
					maxItems === Number.POSITIVE_INFINITY
						? `use at least ${minItems} entries`
						: `use ${minItems} to ${maxItems} entries`,
			};
	}
	return undefined;
}

const LEAST: Readonly<Record<string, number>> = { int32: -(2 ** 31) };
const MOST: Readonly<Record<string, number>> = { int32: 2 ** 31 - 1 };

const patterns = new Map<string, RegExp>();

function matches(text: string, pattern: string): boolean {
	const known = patterns.get(pattern) ?? new RegExp(pattern, "u");
	patterns.set(pattern, known);
	return known.test(text);
}

function wrongString(text: string, schema: Schema): Reason | undefined {
	const { pattern, minLength, maxLength, format } = schema;
	if (minLength !== undefined && charactersIn(text) < minLength)
		return invalid(text, "too short", `use at least ${minLength} characters`);
	if (maxLength !== undefined && charactersIn(text) > maxLength)
		return invalid(text, "too long", `use at most ${maxLength} characters`);
	if (pattern !== undefined && !matches(text, pattern))
		return invalid(
			text,
			"which its pattern does not allow",
			`match ${pattern}`,
		);
	const rule = formats[format ?? ""];
	return rule === undefined || rule.test(text)
		? undefined
		: invalid(text, `not ${rule.name}`, `write it as ${rule.example}`);
}

const charactersIn = (text: string): number => [...text].length;

interface Format {
	readonly name: string;
	readonly example: string;
	readonly test: (text: string) => boolean;
}

/** String formats that the API server parses when it decodes an object. */
const formats: Readonly<Record<string, Format>> = {
	quantity: { name: "a quantity", example: "500m, 2 or 1Gi", test: isQuantity },
	byte: {
		name: "base64",
		example: "aGVsbG8=",
		test: (text) =>
			/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(
				text,
			),
	},
	"date-time": {
		name: "a time",
		example: "2026-08-01T12:00:00Z",
		test: (text) =>
			/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
	},
};
