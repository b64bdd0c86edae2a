import type { NetworkPolicy } from "@lab/kubernetes";
import { type StepOf, sideLabel } from "@lab/record";

/** NetworkPolicies that block new connections between the sides of a partition. */
export const partitionPolicies = (
	step: StepOf<"partition">,
	namespace: string,
): NetworkPolicy[] =>
	step.sides.map((_, index) => {
		const sameSideOrNone = {
			podSelector: {
				matchExpressions: [
					{
						key: sideLabel(step),
						operator: "NotIn",
						values: step.sides.flatMap((__, other) =>
							other === index ? [] : [String(other)],
						),
					},
				],
			},
		};
		const otherNamespaces = {
			namespaceSelector: {
				matchExpressions: [
					{
						key: "kubernetes.io/metadata.name",
						operator: "NotIn",
						values: [namespace],
					},
				],
			},
		};
		return {
			apiVersion: "networking.k8s.io/v1",
			kind: "NetworkPolicy",
			metadata: {
				name: `${step.name}-${index}`,
				namespace,
			},
			spec: {
				podSelector: { matchLabels: { [sideLabel(step)]: String(index) } },
				policyTypes: ["Ingress", "Egress"],
				ingress: [{ from: [sameSideOrNone, otherNamespaces] }],
				egress: [{ to: [sameSideOrNone, otherNamespaces] }],
			},
		};
	});
