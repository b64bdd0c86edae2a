import { add } from "@lab/bundles";
import type { PolicyRule } from "@lab/kubernetes";
import type { Chart } from "cdk8s";
import { type IServiceAccount, ServiceAccount } from "cdk8s-plus-28";

const RBAC = "rbac.authorization.k8s.io";

export interface AccountProps {
	readonly name: string;
	readonly namespace: string;
	readonly rules: readonly PolicyRule[];
	/** Whether the rules apply to all namespaces and to cluster-scoped objects. @default false */
	readonly clusterWide?: boolean;
}

/** Adds a service account whose permissions are exactly the rules. */
export function addAccount(
	scope: Chart,
	{ name, namespace, rules, clusterWide = false }: AccountProps,
): IServiceAccount {
	const kind = clusterWide ? "ClusterRole" : "Role";
	const metadata = { name, ...(!clusterWide && { namespace }) };
	add(scope, `${name}-ServiceAccount`, {
		apiVersion: "v1",
		kind: "ServiceAccount",
		metadata: { name, namespace },
	});
	add(scope, `${name}-${kind}`, {
		apiVersion: `${RBAC}/v1`,
		kind,
		metadata,
		rules,
	});
	add(scope, `${name}-${kind}Binding`, {
		apiVersion: `${RBAC}/v1`,
		kind: `${kind}Binding`,
		metadata,
		roleRef: { apiGroup: RBAC, kind, name },
		subjects: [{ kind: "ServiceAccount", name, namespace }],
	});
	return ServiceAccount.fromServiceAccountName(scope, `${name}-account`, name, {
		namespaceName: namespace,
	});
}
