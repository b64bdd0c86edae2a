import type { ObjectKey } from "./object.ts";
import { scopeOfKind } from "./schemas.ts";

/** API group of an object: `''` for core, `apps`, `traefik.io`. */
export const apiGroupOf = ({
	apiVersion,
}: Pick<ObjectKey, "apiVersion">): string =>
	apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** Whether a kind is namespaced, in any version; unknown kinds are assumed to be. */
const isNamespaced = (object: ObjectKey): boolean =>
	scopeOfKind(apiGroupOf(object), object.kind) ?? true;

/**
 * Namespace of an object; undefined if it is cluster-scoped.
 *
 * @param otherwise namespace of an object that does not set one, such as its release's
 * @param clusterWide cluster-scoped kinds of further CRDs, as `Kind.group`
 */
export function namespaceOf(
	object: ObjectKey,
	otherwise: string,
	clusterWide: ReadonlySet<string> = new Set(),
): string | undefined {
	return isNamespaced(object) && !clusterWide.has(groupKindOf(object))
		? (object.metadata.namespace ?? otherwise)
		: undefined;
}

/**
 * Identity of an object in the cluster: `Kind.group namespace/name`. The version is not part of it.
 *
 * @param namespace namespace of an object that does not set one, such as its release's
 * @param clusterWide cluster-scoped kinds of further CRDs, as `Kind.group`
 */
export function identityOf(
	object: ObjectKey,
	namespace: string,
	clusterWide?: ReadonlySet<string>,
): string {
	return [
		groupKindOf(object),
		[namespaceOf(object, namespace, clusterWide), object.metadata.name]
			.filter(Boolean)
			.join("/"),
	].join(" ");
}

/** Kind of an object in any version: `Kind.group`, or `Kind` for core. */
export const groupKindOf = (
	object: Pick<ObjectKey, "apiVersion" | "kind">,
): string => [object.kind, apiGroupOf(object)].filter(Boolean).join(".");

/** Name of an object in messages: `Ingress homepage`. The object may lack a name. */
export const titleOf = ({
	kind,
	metadata,
}: Pick<ObjectKey, "kind" | "metadata">): string => `${kind} ${metadata?.name}`;
