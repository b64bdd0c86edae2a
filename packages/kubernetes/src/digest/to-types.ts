import type { Schema, Schemas } from "../schema.ts";

/**
 * Generates TypeScript types of all kinds, so that a misspelt field does not compile.
 *
 * @param schemas schemas of Kubernetes first
 * @returns text of a module with a type for each definition, and `KnownObject`, the union of all kinds
 */
export function toTypes(schemas: readonly Schemas[]): string {
	const definitions = Object.assign(
		{},
		...schemas.map((one) => one.definitions),
	) as Readonly<Record<string, Schema>>;
	const kinds = schemas.flatMap((one) => Object.entries(one.kinds));
	const names = typeNames(
		Object.keys(definitions),
		new Set([
			...Object.keys(schemas[0]?.definitions ?? {}),
			...kinds.map(([, { schema }]) => schema),
		]),
	);
	const nameOf = (reference: string) => names.get(reference) ?? "unknown";
	const apiVersions = new Map(
		kinds.map(([id, { schema }]) => [schema, id] as const),
	);
	const types = Object.entries(definitions).map(([name, schema]) => {
		const id = apiVersions.get(name);
		const text =
			id === undefined
				? typeOf(schema, nameOf)
				: typeOfKind(id, schema, nameOf);
		return `export type ${nameOf(name)} = ${text};`;
	});
	return [
		...types,
		"/** An object of any known kind. */",
		`export type KnownObject = ${kinds.map(([, { schema }]) => nameOf(schema)).join(" | ")};`,
		"",
	].join("\n");
}

/** Type of an object to write: apiVersion, kind and name are required, and status is omitted. */
function typeOfKind(
	id: string,
	{
		properties: {
			apiVersion: _,
			kind: __,
			metadata,
			status: ___,
			...rest
		} = {},
		...schema
	}: Schema,
	nameOf: (reference: string) => string,
): string {
	const cut = id.lastIndexOf("/");
	const body = typeOf({ ...schema, properties: rest }, nameOf);
	const head = `readonly apiVersion: ${JSON.stringify(id.slice(0, cut))}; readonly kind: ${JSON.stringify(id.slice(cut + 1))}; readonly metadata: ${typeOf(metadata ?? {}, nameOf)} & { readonly name: string };`;
	return body.replace("{", `{ ${head}`);
}

function typeOf(schema: Schema, nameOf: (reference: string) => string): string {
	const { $ref, type, items, properties, additionalProperties } = schema;
	if ($ref !== undefined) return nameOf($ref);
	if (schema["x-kubernetes-int-or-string"] === true) return "number | string";
	if (schema.format === "quantity") return "number | string";
	if (schema.enum !== undefined)
		return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
	if (type === "array") {
		const entry = items === undefined ? "unknown" : typeOf(items, nameOf);
		return `readonly ${entry.includes(" | ") ? `(${entry})` : entry}[]`;
	}
	if (type === "integer") return "number";
	if (type !== "object") return type ?? "unknown";
	const open =
		schema["x-kubernetes-preserve-unknown-fields"] === true ||
		(properties === undefined && additionalProperties === undefined);
	const entries = open
		? "unknown"
		: typeof additionalProperties === "object"
			? typeOf(additionalProperties, nameOf)
			: undefined;
	const required = new Set(schema.required);
	const fields = Object.entries(properties ?? {}).map(
		([name, property]) =>
			`readonly ${keyOf(name)}${required.has(name) ? "" : "?"}: ${typeOf(property, nameOf)};`,
	);
	return `{ ${[
		...fields,
		...(entries === undefined
			? []
			: [
					`readonly [name: string]: ${fields.length > 0 ? "unknown" : entries};`,
				]),
	].join(" ")} }`;
}

const keyOf = (name: string): string =>
	/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

/**
 * Chooses names of types: `PodSpec` for `core.v1.PodSpec`, unless the short name is ambiguous.
 *
 * @param known definitions that may have short names; shared parts of CustomResourceDefinitions may not
 */
function typeNames(
	definitions: readonly string[],
	known: ReadonlySet<string>,
): Map<string, string> {
	const last = (name: string) => name.split(".").at(-1) ?? name;
	const count = new Map<string, number>();
	for (const name of known)
		count.set(last(name), (count.get(last(name)) ?? 0) + 1);
	return new Map(
		definitions.map((name) => [
			name,
			known.has(name) &&
			count.get(last(name)) === 1 &&
			!predefined.has(last(name))
				? last(name)
				: name
						.split(/[^A-Za-z0-9]+/)
						.map((part) => part.charAt(0).toUpperCase() + part.slice(1))
						.join(""),
		]),
	);
}

/** Global types that a definition must not shadow. */
const predefined = new Set(["Event", "JSON", "Node", "Object", "Record"]);
