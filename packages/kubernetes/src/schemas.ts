import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind, Schema, Schemas } from "./schema.ts";

const read = (name: string): Schemas =>
	JSON.parse(
		readFileSync(join(import.meta.dirname, "generated", name), "utf8"),
	);

const builtIn = read("built-in.json");
const custom = read("custom.json");

const builtInGroups = new Set(Object.keys(builtIn.kinds).map(groupOfKind));

/** Known kinds: those of Kubernetes and of the lab's CustomResourceDefinitions. */
const kinds: Readonly<Record<string, Kind>> = {
	...builtIn.kinds,
	...custom.kinds,
};

const definitions: Readonly<Record<string, Schema>> = {
	...builtIn.definitions,
	...custom.definitions,
};

/** Ids of all known kinds: `apps/v1/Deployment`, `v1/Pod`. */
export const kindIds: readonly string[] = Object.keys(kinds);

/** @returns undefined if the kind or its version is unknown */
export const findKind = (apiVersion: string, kind: string): Kind | undefined =>
	kinds[`${apiVersion}/${kind}`];

/** Finds the id of a kind in some API groups; undefined if none of them has it. */
export const kindIn = (
	groups: readonly string[],
	kind: string,
): string | undefined =>
	kindIds.find(
		(id) =>
			id.endsWith(`/${kind}`) &&
			groups.some((group) => id.startsWith(`${group}/`)),
	);

const scopes = new Map(
	Object.entries(kinds).map(([id, { namespaced }]) => [
		`${groupOfKind(id)}/${id.slice(id.lastIndexOf("/") + 1)}`,
		namespaced,
	]),
);

/** Whether a kind is namespaced in any version; undefined if it is unknown. */
export const scopeOfKind = (group: string, kind: string): boolean | undefined =>
	scopes.get(`${group}/${kind}`);

/** Finds a definition by name. @throws RangeError if there is none */
export function definition(name: string): Schema {
	const found = definitions[name];
	if (found === undefined) throw new RangeError(`no definition ${name}`);
	return found;
}

/** Whether Kubernetes serves an API group without a CustomResourceDefinition. */
export const isBuiltInGroup = (group: string): boolean =>
	builtInGroups.has(group);

/** API group of a kind's id: `apps` for `apps/v1/Deployment`, empty for `v1/Pod`. */
export function groupOfKind(id: string): string {
	const parts = id.split("/");
	return parts.length > 2 ? (parts[0] ?? "") : "";
}
