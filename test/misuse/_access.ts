import { object } from "./_lab.ts";
import { type Misuse, raw, right } from "./_misuse.ts";

const role = (rule: object) =>
	object("rbac.authorization.k8s.io/v1", "Role", {
		rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"], ...rule }],
	});

/** Mistakes in roles, which the API server accepts and which grant nothing. */
export const accessMisuses: readonly Misuse[] = [
	...Object.entries({
		"a resource in the singular": { resources: ["pod"] },
		"a kind as a resource": { resources: ["Pod"] },
		"a resource of another group": { resources: ["deployments"] },
		"a group with its version": {
			apiGroups: ["apps/v1"],
			resources: ["deployments"],
		},
		"the version as a group": { apiGroups: ["v1"] },
		"a verb that no request has": { verbs: ["read"] },
		"to create an object of one name": {
			verbs: ["create"],
			resourceNames: ["one"],
		},
	}).map(([what, rule]) =>
		raw(`a role for ${what}`, "role-without-effect", role(rule)),
	),
	...Object.entries({
		"a subresource, in two groups": {
			apiGroups: ["", "apps"],
			resources: ["pods/exec", "deployments/scale", "endpoints", "*"],
			verbs: ["create", "*", "deletecollection"],
		},
		"the resources of another API": {
			apiGroups: ["metrics.k8s.io", "longhorn.io"],
			resources: ["pods", "anything"],
			verbs: ["read"],
		},
		"what nobody stores": {
			apiGroups: [""],
			resources: ["users", "groups", "serviceaccounts"],
			verbs: ["impersonate"],
		},
		"ingresses and policies": {
			apiGroups: ["networking.k8s.io"],
			resources: ["ingresses", "networkpolicies", "ingressclasses"],
		},
	}).map(([what, rule]) =>
		right(`a role for ${what}`, "the API server has them", role(rule)),
	),
];
