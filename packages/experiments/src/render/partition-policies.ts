import { type StepOf, sideLabel } from "@lab/record";

/** What keeps the sides of a partition from opening connections to each other. */
export const partitionPolicies = (
	step: StepOf<"partition">,
	namespace: string,
): object[] =>
	step.sides.map((_, index) => {
		const others = {
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
		const elsewhere = {
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
				ingress: [{ from: [others, elsewhere] }],
				egress: [{ to: [others, elsewhere] }],
			},
		};
	});
