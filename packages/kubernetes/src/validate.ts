import { nearest } from "@lab/core";
import { isMap, type Json, type Reason } from "./constraints/constraint.ts";
import { wrongName } from "./constraints/names.ts";
import { constraintOf } from "./constraints/table.ts";
import { wrongFormat } from "./format.ts";
import { type Mismatch, pathText } from "./mismatch.ts";
import type { ReadObject } from "./object.ts";
import type { Schema } from "./schema.ts";
import { definition, findKind } from "./schemas.ts";

/**
 * Validates an object against the schema of its kind, as strictly as server-side
 * apply. As in the API server, null counts as absent.
 *
 * @returns undefined if its kind has no schema
 */
export function validate(
	object: Pick<ReadObject, "apiVersion" | "kind"> & Incomplete,
): Mismatch[] | undefined {
	const { apiVersion, kind, metadata } = object;
	const known = findKind(apiVersion, kind);
	if (known === undefined) return undefined;
	const { name } = metadata ?? {};
	const reason =
		typeof name === "string" ? wrongName(apiVersion, kind, name) : undefined;
	return [
		...(reason === undefined ? [] : [{ path: "metadata.name", ...reason }]),
		...validateValue(object, { $ref: known.schema }),
	];
}

/** Validates any value against a schema; `path` is its location, for messages. */
export function validateValue(
	value: unknown,
	schema: Schema,
	path: Path = [],
): Mismatch[] {
	const found: Mismatch[] = [];
	// One mutable path: most values are valid, so their paths are never formatted.
	visit(value, schema, [...path], found);
	return found;
}

/** An object to validate may lack fields that every object must have. */
type Incomplete = { readonly metadata?: { readonly name?: unknown } };

type Path = readonly (string | number)[];

function visit(
	value: unknown,
	schema: Schema,
	path: (string | number)[],
	found: Mismatch[],
): void {
	if (value === null || value === undefined) return;
	if (typeof value === bareType(schema)) return;
	if (schema.$ref !== undefined) {
		const before = found.length;
		visit(value, definition(schema.$ref), path, found);
		// Constraints assume a valid shape.
		if (found.length === before && isMap(value))
			constrain(value, schema.$ref, path, found);
		return;
	}
	const format = wrongFormat(value, schema);
	if (format !== undefined) {
		found.push({ path: pathText(path), ...format });
		return;
	}
	if (Array.isArray(value)) visitList(value, schema, path, found);
	else if (typeof value === "object")
		visitObject(value as Json, schema, path, found);
	visitAlternatives(value, schema, path, found);
}

const bareTypes = new WeakMap<Schema, Schema["type"] | false>();

/** Type of a schema without other keywords, which is the most common case; otherwise false. */
function bareType(schema: Schema): Schema["type"] | false {
	const known = bareTypes.get(schema);
	if (known !== undefined) return known;
	const bare =
		schema.type !== "object" && Object.keys(schema).length === 1
			? (schema.type ?? false)
			: false;
	bareTypes.set(schema, bare);
	return bare;
}

/** Checks the constraints of a definition, which its schema cannot express. */
function constrain(
	object: Json,
	definition: string,
	path: Path,
	found: Mismatch[],
): void {
	const constraint = constraintOf(definition);
	if (constraint === undefined) return;
	const add = (at: Path, reason: Reason | undefined) => {
		if (reason === undefined) return;
		const { code, what, help } = reason;
		found.push({ code, path: pathText([...path, ...at]), what, help });
	};
	for (const field in constraint.fields) {
		const given = object[field];
		if (given === undefined || given === null) continue;
		const { value, keys, entries } = constraint.fields[field] ?? {};
		add([field], value?.(given));
		if (keys === undefined && entries === undefined) continue;
		for (const [key, entry] of Object.entries(given)) {
			const at = [field, Array.isArray(given) ? Number(key) : key];
			add(at, keys?.(key) ?? entries?.(entry));
		}
	}
	for (const reason of constraint.whole?.(object) ?? []) add(reason.at, reason);
}

function visitObject(
	value: Json,
	schema: Schema,
	path: (string | number)[],
	found: Mismatch[],
): void {
	const { properties, additionalProperties, required } = schema;
	for (const key of required ?? [])
		if (value[key] === undefined || value[key] === null)
			found.push({
				code: "missing-field",
				path: pathText([...path, key]),
				what: "is not set",
				help: `set ${key}`,
			});
	for (const key of Object.keys(value)) {
		const entry = value[key];
		const property =
			properties !== undefined && Object.hasOwn(properties, key)
				? properties[key]
				: undefined;
		path.push(key);
		if (property !== undefined) visit(entry, property, path, found);
		else if (typeof additionalProperties === "object")
			visit(entry, additionalProperties, path, found);
		else if (isClosed(schema) && entry !== undefined)
			found.push(unknownField(path, Object.keys(properties ?? {})));
		path.pop();
	}
}

/** Whether unlisted fields are invalid. Schemas within alternatives have no type, and list only some fields. */
const isClosed = ({
	type,
	properties,
	additionalProperties,
	"x-kubernetes-preserve-unknown-fields": open,
}: Schema): boolean =>
	type === "object" &&
	properties !== undefined &&
	additionalProperties === undefined &&
	open !== true;

function unknownField(path: Path, known: readonly string[]): Mismatch {
	const near = nearest(String(path.at(-1)), known);
	return {
		code: "unknown-field",
		path: pathText(path),
		what: "is not a field of this kind",
		help:
			near === undefined
				? `use one of: ${known.join(", ")}`
				: `did you mean '${near}'?`,
	};
}

function visitList(
	value: readonly unknown[],
	schema: Schema,
	path: (string | number)[],
	found: Mismatch[],
): void {
	const { items } = schema;
	if (items !== undefined)
		for (const [index, entry] of value.entries()) {
			path.push(index);
			visit(entry, items, path, found);
			path.pop();
		}
	const keys = keysOf(schema);
	if (keys === undefined || value.length < 2) return;
	const seen = new Map<string, number>();
	for (const [index, entry] of value.entries()) {
		const identity = entryKeyOf(entry, keys);
		if (identity === undefined) continue;
		const first = seen.get(identity);
		seen.set(identity, first ?? index);
		if (first !== undefined)
			found.push({
				code: "duplicate-entry",
				path: pathText([...path, index]),
				what: `repeats ${pathText([...path, first])}: both have ${keys.join(", ") || "the value"} ${identity}`,
				help: "remove one of them",
			});
	}
}

/** Fields in which the entries of a list must differ; empty if whole entries must differ, undefined if they need not. */
const keysOf = (schema: Schema): readonly string[] | undefined =>
	schema["x-kubernetes-list-type"] === "set"
		? []
		: schema["x-kubernetes-list-map-keys"];

/** Defaults of the API server for keys that an entry does not set. */
const keyDefaults: Json = { protocol: "TCP" };

function entryKeyOf(
	entry: unknown,
	keys: readonly string[],
): string | undefined {
	if (keys.length === 0) return JSON.stringify(entry);
	if (!isMap(entry)) return undefined;
	const values = keys.map((key) => entry[key] ?? keyDefaults[key]);
	return values.every((value) => value === undefined)
		? undefined
		: values.join(", ");
}

function visitAlternatives(
	value: unknown,
	{ allOf, anyOf, oneOf, not }: Schema,
	path: (string | number)[],
	found: Mismatch[],
): void {
	for (const schema of allOf ?? []) visit(value, schema, path, found);
	if (anyOf !== undefined && matching(value, anyOf) === 0)
		found.push(misfit(path, "matches none of its alternatives", anyOf));
	if (oneOf !== undefined) {
		const count = matching(value, oneOf);
		if (count === 0)
			found.push(misfit(path, "matches none of its alternatives", oneOf));
		if (count > 1)
			found.push(misfit(path, "matches several of its alternatives", oneOf));
	}
	if (not !== undefined && matching(value, [not]) === 1)
		found.push({
			...misfit(path, "has a form that is not allowed", [not]),
			help: `remove ${formsOf([not])}`,
		});
}

const matching = (value: unknown, schemas: readonly Schema[]): number =>
	schemas.filter((schema) => validateValue(value, schema).length === 0).length;

const misfit = (
	path: Path,
	what: string,
	forms: readonly Schema[],
): Mismatch => ({
	code: "invalid-value",
	path: pathText(path),
	what,
	help: `set ${formsOf(forms)}`,
});

/** Describes alternatives by their required fields: `'configMap' or 'apiCall'`. */
const formsOf = (schemas: readonly Schema[]): string =>
	schemas
		.map(({ required, ...rest }) =>
			required === undefined
				? JSON.stringify(rest)
				: required.map((name) => `'${name}'`).join(" and "),
		)
		.join(" or ");
