import { isMap, type Json } from "../constraints/constraint.ts";
import { quantityValue } from "../quantity.ts";
import type { Schema } from "../schema.ts";
import { definition } from "../schemas.ts";
import { withDefaults } from "./defaults.ts";

/** A value that differs between two versions of an object. */
export interface Difference {
	readonly path: readonly (string | number)[];
	readonly was: unknown;
	readonly is: unknown;
}

/**
 * Compares two values as the API server does once it has filled in defaults:
 * quantities by their value, and empty lists and maps as if they were absent.
 *
 * @param schema undefined if the kind is unknown; then no defaults are known either
 * @returns the deepest values that differ; a list that grows or shrinks differs as a whole
 */
export function differencesOf(
	was: unknown,
	is: unknown,
	schema: Schema | undefined,
	path: Difference["path"] = [],
): Difference[] {
	if (schema?.$ref !== undefined) {
		const { $ref } = schema;
		const filled = (value: unknown) =>
			isMap(value) ? withDefaults(value, $ref) : value;
		return differencesOf(filled(was), filled(is), definition($ref), path);
	}
	if (isEmpty(was) && isEmpty(is)) return [];
	if (isMap(was) && isMap(is)) return mapDifferences(was, is, schema, path);
	if (Array.isArray(was) && Array.isArray(is) && was.length === is.length)
		return was.flatMap((entry, index) =>
			differencesOf(entry, is[index], schema?.items, [...path, index]),
		);
	return isEqual(was, is, schema) ? [] : [{ path, was, is }];
}

const mapDifferences = (
	was: Json,
	is: Json,
	schema: Schema | undefined,
	path: Difference["path"],
): Difference[] =>
	[...new Set([...Object.keys(was), ...Object.keys(is)])]
		.sort()
		.flatMap((key) =>
			differencesOf(was[key], is[key], fieldSchema(schema, key), [
				...path,
				key,
			]),
		);

/** Schema of a field, or of an entry of a map. */
function fieldSchema(schema: Schema | undefined, key: string) {
	const { properties, additionalProperties } = schema ?? {};
	if (properties !== undefined && Object.hasOwn(properties, key))
		return properties[key];
	return typeof additionalProperties === "object"
		? additionalProperties
		: undefined;
}

const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === "object" && Object.keys(value).length === 0);

function isEqual(was: unknown, is: unknown, schema?: Schema): boolean {
	if (schema?.format === "quantity") {
		const values = [was, is].map(quantityValue);
		return values[0] !== undefined && values[0] === values[1];
	}
	return was === is;
}
