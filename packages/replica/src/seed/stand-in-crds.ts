import type { WrittenObject } from "@lab/kubernetes";

/** Label of stand-in CRDs, which replace CRDs that are unavailable. */
export const STAND_IN = "vaclab.org/stand-in";

/** Cluster-scoped kinds that cannot be recognized by name. */
const CLUSTER_WIDE = new Set([
	"DeletingPolicy",
	"GeneratingPolicy",
	"ImageValidatingPolicy",
	"MutatingPolicy",
	"NodeFeatureRule",
	"ValidatingPolicy",
	"GlobalContextEntry",
	"Bandwidth",
]);

/** Cluster-scoped by name, such as `ClusterIssuer` and `CiliumClusterwideNetworkPolicy`, or listed above. */
const isClusterWide = (kind: string): boolean =>
	/^Cluster|Clusterwide/.test(kind) || CLUSTER_WIDE.has(kind);

/** Plural of a kind, by the convention of Kubernetes: policies, ingresses, middlewares. */
export function pluralOf(kind: string): string {
	const word = kind.toLowerCase();
	if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
	return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/**
 * CustomResourceDefinition that accepts any object of a kind: enough to roll out
 * bundles that use the kind, but without validation.
 */
export function standInCrd(
	group: string,
	kind: string,
	versions: readonly string[],
): WrittenObject {
	const plural = pluralOf(kind);
	return {
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: {
			name: `${plural}.${group}`,
			labels: { [STAND_IN]: "true" },
		},
		spec: {
			group,
			scope: isClusterWide(kind) ? "Cluster" : "Namespaced",
			names: {
				kind,
				listKind: `${kind}List`,
				plural,
				singular: kind.toLowerCase(),
			},
			versions: versions.map((name, index) => ({
				name,
				served: true,
				storage: index === 0,
				schema: {
					openAPIV3Schema: {
						type: "object",
						"x-kubernetes-preserve-unknown-fields": true,
					},
				},
				subresources: { status: {} },
			})),
		},
	};
}
