import { ApiObject, type Chart } from "cdk8s";
import { type IServiceAccount, ServiceAccount } from "cdk8s-plus-28";

/** What may be done with which objects. */
export interface PolicyRule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly verbs: readonly string[];
}

export interface AccountProps {
	readonly name: string;
	readonly namespace: string;
	readonly rules: readonly PolicyRule[];
	/** Whether the rules hold in all namespaces, and for what lives in none. @default false */
	readonly clusterWide?: boolean;
}

/** Adds a service account that may do what the rules say, and nothing else. */
export function addAccount(
	scope: Chart,
	{ name, namespace, rules, clusterWide = false }: AccountProps,
): IServiceAccount {
	const add = (apiVersion: string, kind: string, fields: object) =>
		new ApiObject(scope, `${name}-${kind}`, {
			apiVersion,
			kind,
			metadata: { name, ...(!kind.startsWith("Cluster") && { namespace }) },
			...fields,
		});
	const rbac = "rbac.authorization.k8s.io";
	const role = clusterWide ? "ClusterRole" : "Role";
	add("v1", "ServiceAccount", {});
	add(`${rbac}/v1`, role, { rules });
	add(`${rbac}/v1`, `${role}Binding`, {
		roleRef: { apiGroup: rbac, kind: role, name },
		subjects: [{ kind: "ServiceAccount", name, namespace }],
	});
	return ServiceAccount.fromServiceAccountName(scope, `${name}-account`, name, {
		namespaceName: namespace,
	});
}
