import type { Kind, Schema, Schemas } from "../schema.ts";
import { reduce } from "./reduce.ts";

type Json = Readonly<Record<string, unknown>>;

/** The fields of a document of `/openapi/v3` that are read. */
export interface OpenApiDocument {
	readonly paths: Readonly<Record<string, Json>>;
	readonly components?: { readonly schemas?: Readonly<Record<string, Json>> };
}

interface GroupVersionKind {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
}

const GVK = "x-kubernetes-group-version-kind";

/** Path of a single object, but not of a subresource such as its status. */
const ofOneObject =
	/^\/(api|apis\/[^/]+)\/[^/]+\/(namespaces\/\{namespace\}\/)?[a-z]+\/\{name\}$/;

/**
 * Converts all kinds that can be applied to an API server. Their status accepts
 * any fields, since controllers write it.
 */
export function fromOpenApi(documents: readonly OpenApiDocument[]): Schemas {
	const source = Object.assign(
		{},
		...documents.map(({ components }) => components?.schemas ?? {}),
	) as Readonly<Record<string, Json>>;
	const kinds = new Map<string, Kind>();
	for (const { paths } of documents)
		for (const [path, item] of Object.entries(paths)) {
			const patch = item.patch as Json | undefined;
			if (!ofOneObject.test(path) || patch === undefined) continue;
			const { group, version, kind } = patch[GVK] as GroupVersionKind;
			const definition = Object.entries(source).find(([, schema]) =>
				(schema[GVK] as GroupVersionKind[] | undefined)?.some(
					(one) =>
						one.group === group && one.version === version && one.kind === kind,
				),
			);
			if (definition === undefined) continue;
			kinds.set([...(group === "" ? [] : [group]), version, kind].join("/"), {
				namespaced: path.includes("{namespace}"),
				schema: shortName(definition[0]),
			});
		}
	const all = Object.fromEntries(
		Object.entries(source).map(([name, schema]) => [
			shortName(name),
			shortName(name) === "api.resource.Quantity"
				? ({ format: "quantity" } satisfies Schema)
				: reduce(schema, shortName),
		]),
	);
	for (const { schema } of kinds.values()) {
		const whole = all[schema] as Schema;
		if (whole.properties?.status === undefined) continue;
		all[schema] = {
			...whole,
			properties: { ...whole.properties, status: { type: "object" } },
		};
	}
	return { kinds: inOrder(kinds), definitions: reachable(kinds, all) };
}

/** Shortens `io.k8s.api.core.v1.PodSpec` to `core.v1.PodSpec`. */
const shortName = (name: string): string =>
	name.replace("#/components/schemas/", "").split(".").slice(-3).join(".");

const inOrder = <T>(map: ReadonlyMap<string, T>): Record<string, T> =>
	Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

function reachable(
	kinds: ReadonlyMap<string, Kind>,
	all: Readonly<Record<string, Schema>>,
): Record<string, Schema> {
	const found = new Map<string, Schema>();
	const visit = (name: string): void => {
		const schema = all[name];
		if (schema === undefined || found.has(name)) return;
		found.set(name, schema);
		JSON.stringify(schema, (key, value) => {
			if (key === "$ref" && typeof value === "string") visit(value);
			return value;
		});
	};
	for (const { schema } of kinds.values()) visit(schema);
	return inOrder(found);
}
