import { fault, nearest } from "@lab/core";
import { definition, findKind, type Schema } from "@lab/kubernetes";
import type { DriftException } from "../bundle.ts";
import type { Rule } from "./rule.ts";

/** Every exception from drift detection names a field with a valid JSON pointer. Fleet ignores others silently. */
export const invalidDriftPointer: Rule = {
	code: "invalid-drift-pointer",
	check: (bundles) =>
		bundles.flatMap(({ bundle, name, source }) =>
			(bundle.props.drift ?? []).flatMap((exception) =>
				exception.jsonPointers.flatMap((pointer) => {
					const found = mistake(pointer, exception);
					if (found === undefined) return [];
					const [what, help] = found;
					return [
						fault({
							code: "invalid-drift-pointer",
							what: `the pointer '${pointer}' of ${name} to a ${exception.kind} ${what}`,
							where: source,
							help,
						}),
					];
				}),
			),
		),
};

type Mistake = readonly [what: string, help: string];

function mistake(
	pointer: string,
	{ apiVersion, kind }: DriftException,
): Mistake | undefined {
	if (pointer === "")
		return ["names the whole object", "name a field, such as '/spec/replicas'"];
	if (!pointer.startsWith("/"))
		return [
			"does not start with '/'",
			`write '/${pointer.includes("/") ? pointer : pointer.replaceAll(".", "/")}'`,
		];
	const tilde = /~(?![01])/.exec(pointer);
	if (tilde !== null)
		return [
			"has a '~' that is not followed by 0 or 1",
			"write ~0 for a '~' in a key, and ~1 for a '/'",
		];
	const parts = pointer
		.slice(1)
		.split("/")
		.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
	const known = findKind(apiVersion, kind);
	return known === undefined
		? withoutSchema(parts)
		: alongSchema(parts, { $ref: known.schema });
}

/** Follows a pointer through the schema of its kind. */
function alongSchema(
	parts: readonly string[],
	root: Schema,
): Mistake | undefined {
	let schema = resolve(root);
	for (const [index, part] of parts.entries()) {
		const above = parts.slice(0, index);
		const { type, properties, additionalProperties, items } = schema;
		if (type === "array") {
			if (!/^(\d+|-)$/.test(part))
				return [
					`has '${part}' where ${asPointer(above)} is a list`,
					"write the index of an entry, from 0",
				];
			if (items === undefined) return undefined;
			schema = resolve(items);
			continue;
		}
		if (type !== undefined && type !== "object")
			return [
				`goes on below ${asPointer(above)}, which is a ${type}`,
				keyWithSlashes(above.slice(0, -1), parts.slice(index - 1)),
			];
		const next =
			properties?.[part] ??
			(typeof additionalProperties === "object"
				? additionalProperties
				: undefined);
		if (next !== undefined) {
			schema = resolve(next);
			continue;
		}
		const isOpen =
			schema["x-kubernetes-preserve-unknown-fields"] === true ||
			schema["x-kubernetes-int-or-string"] === true ||
			additionalProperties === true ||
			properties === undefined;
		if (isOpen) return undefined;
		const near = nearest(part, Object.keys(properties));
		return [
			`has no field '${part}' in ${asPointer(above)}`,
			near === undefined
				? "name a field that the kind has"
				: `did you mean '${near}'?`,
		];
	}
	return undefined;
}

const resolve = (schema: Schema): Schema =>
	schema.$ref === undefined ? schema : resolve(definition(schema.$ref));

/** Fields with text by free keys, which often contain a '/'. */
const MAPS_OF_TEXT = ["annotations", "labels", "matchLabels", "nodeSelector"];

function withoutSchema(parts: readonly string[]): Mistake | undefined {
	const map = parts.findIndex((part) => MAPS_OF_TEXT.includes(part));
	return map === -1 || parts.length <= map + 2
		? undefined
		: [
				`goes on below a key of ${asPointer(parts.slice(0, map + 1))}`,
				keyWithSlashes(parts.slice(0, map + 1), parts.slice(map + 1)),
			];
}

const keyWithSlashes = (
	above: readonly string[],
	key: readonly string[],
): string =>
	`a '/' in a key is written as ~1: '${asPointer([...above, key.join("/")])}'`;

const asPointer = (parts: readonly string[]): string =>
	parts
		.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`)
		.join("");
