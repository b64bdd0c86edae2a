import { type Plan, probePods } from "@lab/record";
import { leaseName } from "../backends/cluster/cluster-lease.ts";
import {
	bundleName,
	FLEET_NAMESPACE,
	RUNS_NAMESPACE,
	runKey,
} from "../backends/cluster/objects.ts";
import type { RunFolder } from "../run-folder.ts";

type Rule = {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly verbs: readonly string[];
};

const rbac = "rbac.authorization.k8s.io";
const apiVersion = `${rbac}/v1`;

/** What every runner inside may see: whether namespaces and bundles are there. */
export const everyRunner = (): object[] => {
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
 * What one run may do, and where: its own namespace, its own Bundle, its own
 * lease and its own mailbox. Nothing of another run, nothing of the lab.
 */
export function accessOf(plan: Plan, folder: RunFolder): object[] {
	const name = nameOf(folder);
	const own = { resourceNames: [name] };
	const change = ["get", "create", "patch", "delete"];
	const inRuns: Rule[] = [
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
	const inFleet: Rule[] = [
		{
			apiGroups: ["fleet.cattle.io"],
			resources: ["bundles"],
			resourceNames: [bundleName(folder)],
			verbs: ["patch", "delete"],
		},
	];
	const inNamespace: Rule[] = [
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
		...askProbes(plan),
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

/** A rule without names would be one for all pods. */
function askProbes({ timeline }: Plan): Rule[] {
	const probes = probePods(timeline).map(({ name }) => name);
	if (probes.length === 0) return [];
	return [
		{
			apiGroups: [""],
			resources: ["pods/exec"],
			resourceNames: probes,
			// kubectl opens a command with a GET.
			verbs: ["get", "create"],
		},
	];
}

/** Of everything that belongs to the runner of a run. */
export const nameOf = (folder: RunFolder): string => `run-${runKey(folder)}`;

const role = (
	name: string,
	namespace: string,
	rules: readonly Rule[],
): object[] => [
	{ apiVersion, kind: "Role", metadata: { name, namespace }, rules },
	{
		apiVersion,
		kind: "RoleBinding",
		metadata: { name, namespace },
		roleRef: { apiGroup: rbac, kind: "Role", name },
		subjects: [{ kind: "ServiceAccount", name, namespace: RUNS_NAMESPACE }],
	},
];
