import type { Kind, Schema, Schemas } from "../schema.ts";
import { reduce } from "./reduce.ts";

/** The fields of a CustomResourceDefinition that are read. */
export interface Crd {
	readonly spec: {
		readonly group: string;
		readonly scope: string;
		readonly names: { readonly kind: string };
		readonly versions: readonly {
			readonly name: string;
			readonly served: boolean;
			readonly schema: {
				readonly openAPIV3Schema: Readonly<Record<string, unknown>>;
			};
		}[];
	};
}

/** Minimum length of a repeated part to get its own definition, in characters of JSON. */
const MIN_SHARED_LENGTH = 100;

/** Converts the kinds of CustomResourceDefinitions, in each served version. */
export function fromCrds(crds: readonly Crd[]): Schemas {
	const kinds = crds
		.flatMap(({ spec }) =>
			spec.versions
				.filter(({ served }) => served)
				.map(({ name, schema }) => ({
					id: `${spec.group}/${name}/${spec.names.kind}`,
					group: spec.group,
					kind: {
						namespaced: spec.scope === "Namespaced",
						schema: `${spec.group}.${name}.${spec.names.kind}`,
					} satisfies Kind,
					whole: wholeObject(reduce(schema.openAPIV3Schema)),
				})),
		)
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	const definitions = new Map<string, Schema>();
	for (const group of new Set(kinds.map((one) => one.group)))
		share(
			group,
			new Map(
				kinds
					.filter((one) => one.group === group)
					.map(({ kind, whole }) => [kind.schema, whole]),
			),
			definitions,
		);
	return {
		kinds: Object.fromEntries(kinds.map(({ id, kind }) => [id, kind])),
		definitions: Object.fromEntries(
			[...definitions].sort(([a], [b]) => (a < b ? -1 : 1)),
		),
	};
}

/** Adds the fields that all objects have, which CRDs do not define. */
const wholeObject = (schema: Schema): Schema => ({
	...schema,
	properties: {
		...schema.properties,
		apiVersion: { type: "string" },
		kind: { type: "string" },
		metadata: { $ref: "meta.v1.ObjectMeta" },
		...(schema.properties?.status && { status: { type: "object" } }),
	},
});

/** Adds the schemas of a group to the definitions; repeated parts become separate definitions. */
function share(
	group: string,
	wholes: ReadonlyMap<string, Schema>,
	definitions: Map<string, Schema>,
): void {
	const seen = new Map<string, number>();
	const count = (part: unknown): void => {
		if (part === null || typeof part !== "object") return;
		if (isShareable(part)) {
			const text = JSON.stringify(part);
			const times = (seen.get(text) ?? 0) + 1;
			seen.set(text, times);
			if (times > 1) return;
		}
		for (const below of Object.values(part)) count(below);
	};
	for (const whole of wholes.values())
		for (const property of Object.values(whole.properties ?? {}))
			count(property);

	const names = new Map<string, string>();
	const replaced = (part: unknown, called: string): unknown => {
		if (part === null || typeof part !== "object") return part;
		if (Array.isArray(part)) return part.map((one) => replaced(one, called));
		const text = JSON.stringify(part);
		const known = names.get(text);
		if (known !== undefined) return { $ref: known };
		const below = () => partsReplaced(part, called, replaced);
		if ((seen.get(text) ?? 0) < 2 || !isShareable(part)) return below();
		const name = freeName(`${group}.${pascal(called)}`, definitions);
		names.set(text, name);
		definitions.set(name, {});
		definitions.set(name, below());
		return { $ref: name };
	};
	for (const [name, whole] of wholes)
		definitions.set(name, partsReplaced(whole, "", replaced));
}

const isShareable = (part: object): boolean =>
	"type" in part && JSON.stringify(part).length > MIN_SHARED_LENGTH;

function partsReplaced(
	schema: Schema,
	called: string,
	replaced: (part: unknown, called: string) => unknown,
): Schema {
	return Object.fromEntries(
		Object.entries(schema).map(([keyword, value]) => [
			keyword,
			keyword === "properties"
				? Object.fromEntries(
						Object.entries(value as Record<string, unknown>).map(
							([name, property]) => [name, replaced(property, name)],
						),
					)
				: replaced(
						value,
						keyword === "items" || keyword === "additionalProperties"
							? `${called}-entry`
							: called,
					),
		]),
	) as Schema;
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? name : `${name}${number}`;
		if (!taken.has(candidate)) return candidate;
	}
}

const pascal = (text: string): string =>
	text
		.split(/[^A-Za-z0-9]+/)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join("");
