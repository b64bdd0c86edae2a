import { isMap } from "../constraints/constraint.ts";
import { pathText } from "../mismatch.ts";
import type { ObjectKey } from "../object.ts";
import type { CelRule, Schema } from "../schema.ts";
import { definition, findKind } from "../schemas.ts";

/** A value for which its CRD has a rule. */
export interface RuledValue extends CelRule {
	readonly value: unknown;
	/** `spec.addPrefix.prefix`. */
	readonly path: string;
}

/** Finds the values of an object for which its CRD has rules; none for most objects. */
export function ruledValues(object: ObjectKey): RuledValue[] {
	const kind = findKind(object.apiVersion, object.kind);
	if (kind === undefined || !hasRules(kind.schema)) return [];
	const found: RuledValue[] = [];
	visit(object, { $ref: kind.schema }, [], found);
	return found;
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

function visit(
	value: unknown,
	schema: Schema,
	path: readonly (string | number)[],
	found: RuledValue[],
): void {
	if (value === null || value === undefined) return;
	if (schema.$ref !== undefined) {
		visit(value, definition(schema.$ref), path, found);
		return;
	}
	for (const { rule, message } of schema["x-kubernetes-validations"] ?? [])
		found.push({
			rule,
			...(message !== undefined && { message }),
			value,
			path: pathText(path),
		});
	for (const inner of schema.allOf ?? []) visit(value, inner, path, found);
	if (Array.isArray(value)) {
		if (schema.items !== undefined)
			for (const [index, entry] of value.entries())
				visit(entry, schema.items, [...path, index], found);
	} else if (isMap(value)) {
		const { properties = {}, additionalProperties } = schema;
		for (const [key, entry] of Object.entries(value)) {
			const inner = Object.hasOwn(properties, key)
				? properties[key]
				: additionalProperties;
			if (typeof inner === "object") visit(entry, inner, [...path, key], found);
		}
	}
}
