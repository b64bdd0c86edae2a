import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "@lab/bundles";
import { fromYamlStream } from "@lab/core";
import { Ajv, type ValidateFunction } from "ajv";

interface Crd {
	readonly kind: string;
	readonly spec: {
		readonly group: string;
		readonly names: { readonly kind: string };
		readonly versions: readonly {
			readonly name: string;
			readonly schema: { readonly openAPIV3Schema: object };
		}[];
	};
}

/** Kinds whose CRD is not among the facts of charts; the reason says who judges them instead. */
export const withoutFacts: Readonly<Record<string, string>> = {};

/** The schema of each custom kind, by `group/version/Kind`. */
export function crdsKnownIn(
	folder: string,
): ReadonlyMap<string, ValidateFunction> {
	const ajv = new Ajv({
		strict: false,
		allErrors: true,
		formats: OPENAPI_FORMATS,
	});
	return new Map(
		readdirSync(folder, { recursive: true, encoding: "utf8" })
			.filter((path) => /crds[^/]*\/[^/]+\.ya?ml$/.test(path))
			.sort()
			.flatMap(
				(path) =>
					fromYamlStream(
						readFileSync(join(folder, path), "utf8"),
						path,
					) as Crd[],
			)
			.filter(({ kind }) => kind === "CustomResourceDefinition")
			.flatMap(({ spec }) =>
				spec.versions.map(
					({ name, schema }) =>
						[
							`${spec.group}/${name}/${spec.names.kind}`,
							ajv.compile(closed(schema.openAPIV3Schema, true)),
						] as const,
				),
			),
	);
}

/** @returns what is wrong with the object, a line each */
export function validateAgainst(
	crds: ReadonlyMap<string, ValidateFunction>,
	object: Manifest,
): string[] {
	const id = `${object.apiVersion}/${object.kind}`;
	const validate = crds.get(id);
	if (validate === undefined) {
		return id in withoutFacts
			? []
			: [`no CRD among the facts of charts knows ${id}`];
	}
	validate(object);
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) =>
			`${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}

/** Formats of OpenAPI that say how a number is stored, or that the API server does not check either. */
const OPENAPI_FORMATS = Object.fromEntries(
	[
		"int32",
		"int64",
		"float",
		"double",
		"byte",
		"date-time",
		"password",
		"uri",
		"duration",
	].map((name) => [name, true as const]),
);

/** The API server drops unknown fields in silence; here they are faults. */
function closed(schema: unknown, root = false): never {
	if (Array.isArray(schema))
		return schema.map((entry) => closed(entry)) as never;
	if (schema === null || typeof schema !== "object") return schema as never;
	const entries = Object.fromEntries(
		Object.entries(schema).map(([key, value]) => [key, closed(value)]),
	) as Record<string, unknown>;
	if (entries["x-kubernetes-int-or-string"] === true)
		return { type: ["integer", "string"] } as never;
	if (entries.nullable === true && typeof entries.type === "string")
		entries.type = [entries.type, "null"];
	const open =
		root ||
		entries["x-kubernetes-preserve-unknown-fields"] === true ||
		entries["x-kubernetes-embedded-resource"] === true;
	if (entries.properties !== undefined && entries.type === "object" && !open)
		entries.additionalProperties ??= false;
	return entries as never;
}
