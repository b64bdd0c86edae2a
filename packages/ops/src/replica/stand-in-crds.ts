import type { KubeObject } from "./kube-api.ts";

/** On what stands in for a kind whose description is not at hand. */
export const STAND_IN = "vaclab.org/stand-in";

/** Kinds that no name gives away as cluster-wide. */
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

/** `ClusterIssuer`, `CiliumClusterwideNetworkPolicy`, and those that say nothing. */
const isClusterWide = (kind: string): boolean =>
	/^Cluster|Clusterwide/.test(kind) || CLUSTER_WIDE.has(kind);

/** As the Kubernetes API names its collections: policies, ingresses, middlewares. */
export function pluralOf(kind: string): string {
	const word = kind.toLowerCase();
	if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
	return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/**
 * A CustomResourceDefinition that takes any object of a kind: enough to roll
 * out what names it, and no judge of what it says.
 */
export function standInCrd(
	group: string,
	kind: string,
	versions: readonly string[],
): KubeObject {
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
