import { apiGroupOf, groupKindOf, type ReadObject } from "@lab/kubernetes";
import { byKey } from "./by-key.ts";
import { byKind } from "./by-kind.ts";
import { servicesInText } from "./in-text.ts";
import { isMap, type Json, type Reference } from "./reference.ts";

/** API groups whose objects describe other objects, rather than refer to them. */
const descriptive: ReadonlySet<string> = new Set([
	"apiextensions.k8s.io",
	"kyverno.io",
	"policies.kyverno.io",
]);

/**
 * Everything that an object names.
 *
 * @param namespaces namespaces of the cluster
 */
export const referencesOf = (
	object: ReadObject,
	namespaces: ReadonlySet<string>,
): Reference[] => [
	...(byKind[groupKindOf(object)]?.(object) ?? []),
	...(descriptive.has(apiGroupOf(object))
		? []
		: referencesIn(object, namespaces)),
];

/** Everything that a value names by a key or a DNS name: an object, or the values of a chart. */
export function referencesIn(
	value: unknown,
	namespaces: ReadonlySet<string>,
): Reference[] {
	const found: Reference[] = [];
	const visit = (
		inner: unknown,
		at: Reference["at"],
		holder: Json,
		above: string,
	): void => {
		if (typeof inner === "string") {
			found.push(...servicesInText(inner, at, namespaces));
		} else if (Array.isArray(inner)) {
			for (const [index, entry] of inner.entries())
				visit(entry, [...at, index], holder, above);
		} else if (isMap(inner)) {
			for (const [key, entry] of Object.entries(inner)) {
				const path = [...at, key];
				if (Object.hasOwn(byKey, key))
					found.push(...(byKey[key]?.(entry, path, inner, above) ?? []));
				visit(entry, path, inner, key);
			}
		}
	};
	visit(value, [], {}, "");
	return found;
}
