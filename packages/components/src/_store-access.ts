import { add } from "@lab/bundles";
import { labNamespaces, type Store } from "@lab/lab";
import { RUNS_NAMESPACE } from "@lab/record";
import type { Chart } from "cdk8s";

/**
 * Lets only pods of the lab's own namespaces, and runners, reach the pods of a
 * store: a store needs no login, and its ports for reading also delete. Pods of
 * experiments write through the collectors, which scrape, read logs, or ask for a token.
 */
export const guardStore = (scope: Chart, { namespace }: Store): void => {
	add(scope, "access", {
		apiVersion: "networking.k8s.io/v1",
		kind: "NetworkPolicy",
		metadata: { name: "only-the-lab", namespace },
		spec: {
			podSelector: {},
			policyTypes: ["Ingress"],
			ingress: [
				{
					from: [
						{
							namespaceSelector: {
								matchExpressions: [
									{
										key: "kubernetes.io/metadata.name",
										operator: "In",
										values: [...labNamespaces, RUNS_NAMESPACE].sort(),
									},
								],
							},
						},
					],
				},
			],
		},
	});
};
