import type { CelRule, Schema } from "../schema.ts";

/** Keywords that determine whether a value is valid. */
const kept = new Set<string>([
	"$ref",
	"additionalProperties",
	"allOf",
	"anyOf",
	"enum",
	"format",
	"items",
	"maxItems",
	"maxLength",
	"maximum",
	"minItems",
	"minLength",
	"minimum",
	"not",
	"oneOf",
	"pattern",
	"properties",
	"required",
	"type",
	"x-kubernetes-int-or-string",
	"x-kubernetes-list-map-keys",
	"x-kubernetes-list-type",
	"x-kubernetes-preserve-unknown-fields",
	"x-kubernetes-validations",
] satisfies (keyof Schema)[]);

/** Keywords that the pinned version of the API server may use, but that do not affect validation here. */
const ignored = new Set([
	"default",
	"description",
	"example",
	"nullable",
	"title",
	"x-kubernetes-group-version-kind",
	"x-kubernetes-map-type",
	"x-kubernetes-patch-merge-key",
	"x-kubernetes-patch-strategy",
	"x-kubernetes-unions",
]);

/** Pattern that CustomResourceDefinitions use for quantities. */
const QUANTITY =
	"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reduces a schema to the keywords that determine validity, in sorted order.
 *
 * @param rename maps the targets of `$ref`
 * @throws RangeError on an unknown keyword, which might affect validity
 */
export function reduce(
	schema: Json,
	rename: (reference: string) => string = (reference) => reference,
): Schema {
	const each = (value: unknown): unknown =>
		Array.isArray(value)
			? value.map((entry) => reduce(entry as Json, rename))
			: typeof value === "object"
				? reduce(value as Json, rename)
				: value;
	const read: Readonly<Record<string, (value: unknown) => unknown>> = {
		$ref: (value) => rename(String(value)),
		properties: (value) =>
			Object.fromEntries(
				Object.entries(value as Json)
					.sort(([a], [b]) => (a < b ? -1 : 1))
					.map(([name, property]) => [name, reduce(property as Json, rename)]),
			),
		required: (value) => [...(value as string[])].sort(),
		additionalProperties: each,
		items: each,
		not: each,
		allOf: each,
		anyOf: each,
		oneOf: each,
		"x-kubernetes-validations": (value) =>
			(value as CelRule[]).map(({ rule, message }) => ({ rule, message })),
	};
	const reduced = Object.fromEntries(
		Object.keys(schema)
			.sort()
			.filter((keyword) => {
				if (!kept.has(keyword) && !ignored.has(keyword))
					throw new RangeError(`unknown keyword ${keyword}`);
				return kept.has(keyword);
			})
			.map((keyword) => [
				keyword,
				read[keyword]?.(schema[keyword]) ?? schema[keyword],
			]),
	) as Schema;
	return simplified(reduced);
}

/** Unwraps references that were wrapped to add a description, and unifies the three notations of int-or-string. */
function simplified(schema: Schema): Schema {
	const { allOf, ...rest } = schema;
	if (allOf?.length === 1 && Object.keys(rest).length === 0)
		return allOf[0] as Schema;
	if (schema.format === "int-or-string")
		return { "x-kubernetes-int-or-string": true };
	if (schema["x-kubernetes-int-or-string"] === true) {
		const { pattern } = schema;
		if (pattern === QUANTITY) return { format: "quantity" };
		return {
			...(pattern !== undefined && { pattern }),
			"x-kubernetes-int-or-string": true,
		};
	}
	if (schema["x-kubernetes-validations"]?.length === 0) {
		const { "x-kubernetes-validations": _, ...rest } = schema;
		return simplified(rest);
	}
	// `atomic` only affects merging, not validity.
	if (schema["x-kubernetes-list-type"] === "atomic") {
		const { "x-kubernetes-list-type": _, ...list } = schema;
		return list;
	}
	return schema;
}
