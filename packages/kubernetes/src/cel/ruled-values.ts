import { isMap } from "../constraints/constraint.ts";
import { pathText } from "../mismatch.ts";
import type { ObjectKey } from "../object.ts";
import type { CelRule, Schema } from "../schema.ts";
import { definition, findKind } from "../schemas.ts";

/** A value for which its CRD has a rule. */
export interface RuledValue extends CelRule {
	readonly value: unknown;
	/** What it was before a change; absent if the rule does not compare. */
	readonly old?: unknown;
	/** `spec.addPrefix.prefix`. */
	readonly path: string;
}

/** Finds the values of an object for which its CRD has rules; none for most objects. */
export const ruledValues = (object: ObjectKey): RuledValue[] =>
	withRules(object, (schema) => ruledIn(object, schema));

/** Finds the values of an object for which its CRD has rules that compare them with earlier ones. */
export const ruledChanges = (was: ObjectKey, is: ObjectKey): RuledValue[] =>
	withRules(is, (schema) => ruledIn(is, schema, was));

function withRules(
	{ apiVersion, kind }: ObjectKey,
	find: (schema: Schema) => RuledValue[],
): RuledValue[] {
	const known = findKind(apiVersion, kind);
	return known === undefined || !hasRules(known.schema)
		? []
		: find({ $ref: known.schema });
}

const known = new Map<string, boolean>();

/** Whether a definition, or one that it refers to, has rules. */
function hasRules(name: string): boolean {
	const before = known.get(name);
	if (before !== undefined) return before;
	// Definitions may refer to themselves.
	known.set(name, false);
	const text = JSON.stringify(definition(name));
	const has =
		text.includes('"x-kubernetes-validations"') ||
		[...text.matchAll(/"\$ref":"([^"]+)"/g)].some(([, inner = ""]) =>
			hasRules(inner),
		);
	known.set(name, has);
	return has;
}

/**
 * Finds the values for which a schema has rules.
 *
 * @param before the earlier value; with it, only the rules that compare both are found
 */
export function ruledIn(
	value: unknown,
	schema: Schema,
	before?: unknown,
): RuledValue[] {
	const found: RuledValue[] = [];
	visit(
		{ value, ...(before !== undefined && { old: before }) },
		schema,
		[],
		found,
	);
	return found;
}

/** A value and what it was. */
interface Compared {
	readonly value: unknown;
	readonly old?: unknown;
}

const COMPARES = /\boldSelf\b/;

function visit(
	compared: Compared,
	schema: Schema,
	path: readonly (string | number)[],
	found: RuledValue[],
): void {
	const { value, old } = compared;
	if (value === null || value === undefined) return;
	if (schema.$ref !== undefined) {
		visit(compared, definition(schema.$ref), path, found);
		return;
	}
	const isChange = "old" in compared;
	// What is new has nothing to be compared with.
	if (isChange && (old === null || old === undefined)) return;
	for (const { rule, message } of schema["x-kubernetes-validations"] ?? [])
		if (COMPARES.test(rule) === isChange)
			found.push({
				rule,
				...(message !== undefined && { message }),
				...compared,
				path: pathText(path),
			});
	for (const inner of schema.allOf ?? []) visit(compared, inner, path, found);
	for (const { key, inner, entry } of partsOf(compared, schema))
		visit(entry, inner, [...path, key], found);
}

interface Part {
	readonly key: string | number;
	readonly inner: Schema;
	readonly entry: Compared;
}

function partsOf({ value, ...before }: Compared, schema: Schema): Part[] {
	const { items, properties = {}, additionalProperties } = schema;
	if (Array.isArray(value)) {
		const keys = schema["x-kubernetes-list-map-keys"];
		if (items === undefined || ("old" in before && keys === undefined))
			return [];
		return value.map((entry, key) => ({
			key,
			inner: items,
			entry: {
				value: entry,
				...("old" in before && { old: sameEntry(entry, before.old, keys) }),
			},
		}));
	}
	if (!isMap(value)) return [];
	return Object.entries(value).flatMap(([key, entry]) => {
		const inner = Object.hasOwn(properties, key)
			? properties[key]
			: additionalProperties;
		if (typeof inner !== "object") return [];
		const old = isMap(before.old) ? before.old[key] : undefined;
		return [
			{ key, inner, entry: { value: entry, ...("old" in before && { old }) } },
		];
	});
}

/** The entry of an earlier list with the same keys: Kubernetes compares no other entries. */
const sameEntry = (
	entry: unknown,
	list: unknown,
	keys: readonly string[] = [],
): unknown =>
	(Array.isArray(list) ? list : []).find(
		(other) =>
			isMap(entry) &&
			isMap(other) &&
			keys.every((key) => entry[key] === other[key]),
	);
