import type { PolicyRule, WrittenObject } from "@lab/kubernetes";
import { type Plan, probePods, RUNS_NAMESPACE } from "@lab/record";
import { leaseName } from "../backends/cluster/cluster-lease.ts";
import {
	bundleName,
	FLEET_NAMESPACE,
	runKey,
} from "../backends/cluster/objects.ts";
import type { RunFolder } from "../run-folder.ts";

const rbac = "rbac.authorization.k8s.io";
const apiVersion = `${rbac}/v1` as const;

/** Permissions that all runners inside share: to check whether a namespace or a bundle exists. */
export const sharedAccess = (): WrittenObject[] => {
	const name = "lab-runner";
	const subjects = [
		{
			kind: "Group",
			apiGroup: rbac,
			name: `system:serviceaccounts:${RUNS_NAMESPACE}`,
		},
	];
	return [
		{
			apiVersion,
			kind: "ClusterRole",
			metadata: { name },
			rules: [
				{ apiGroups: [""], resources: ["namespaces"], verbs: ["get"] },
				{
					apiGroups: ["fleet.cattle.io"],
					resources: ["bundles"],
					verbs: ["get"],
				},
			],
		},
		{
			apiVersion,
			kind: "ClusterRoleBinding",
			metadata: { name },
			roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
			subjects,
		},
	];
};

/**
 * Service account and permissions of one run: for its own namespace, Bundle, lease
 * and mailbox only, for nothing of another run or of the lab.
 */
export function accessOf(plan: Plan, folder: RunFolder): WrittenObject[] {
	const name = nameOf(folder);
	const own = { resourceNames: [name] };
	const change = ["get", "create", "patch", "delete"];
	const inRuns: PolicyRule[] = [
		{
			apiGroups: ["coordination.k8s.io"],
			resources: ["leases"],
			resourceNames: [leaseName(plan)],
			verbs: change,
		},
		{
			apiGroups: [""],
			resources: ["configmaps"],
			...own,
			verbs: ["get", "patch"],
		},
	];
	const inFleet: PolicyRule[] = [
		{
			apiGroups: ["fleet.cattle.io"],
			resources: ["bundles"],
			resourceNames: [bundleName(folder)],
			verbs: ["patch", "delete"],
		},
	];
	const inNamespace: PolicyRule[] = [
		{
			apiGroups: [""],
			resources: ["namespaces"],
			resourceNames: [plan.namespace],
			verbs: ["patch", "delete"],
		},
		{
			apiGroups: [""],
			resources: ["pods"],
			verbs: ["get", "list", "patch", "delete"],
		},
		{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
		{ apiGroups: [""], resources: ["services", "events"], verbs: ["list"] },
		{
			apiGroups: ["apps"],
			resources: ["statefulsets", "statefulsets/scale"],
			verbs: ["get", "list", "patch", "update"],
		},
		{
			apiGroups: ["networking.k8s.io"],
			resources: ["networkpolicies"],
			verbs: change,
		},
		...execInProbes(plan),
	];
	return [
		{
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name, namespace: RUNS_NAMESPACE },
		},
		...role(name, RUNS_NAMESPACE, inRuns),
		...role(name, FLEET_NAMESPACE, inFleet),
		...role(name, plan.namespace, inNamespace),
	];
}

/** Permission to run commands in the probe pods. Without probes there is no rule: one without names would allow all pods. */
function execInProbes({ timeline }: Plan): PolicyRule[] {
	const probes = probePods(timeline).map(({ name }) => name);
	if (probes.length === 0) return [];
	return [
		{
			apiGroups: [""],
			resources: ["pods/exec"],
			resourceNames: probes,
			// kubectl exec starts with a GET request.
			verbs: ["get", "create"],
		},
	];
}

/** Name of all objects that belong to the runner of a run. */
export const nameOf = (folder: RunFolder): string => `run-${runKey(folder)}`;

const role = (
	name: string,
	namespace: string,
	rules: readonly PolicyRule[],
): WrittenObject[] => [
	{ apiVersion, kind: "Role", metadata: { name, namespace }, rules },
	{
		apiVersion,
		kind: "RoleBinding",
		metadata: { name, namespace },
		roleRef: { apiGroup: rbac, kind: "Role", name },
		subjects: [{ kind: "ServiceAccount", name, namespace: RUNS_NAMESPACE }],
	},
];
