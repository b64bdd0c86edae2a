import type { Reason } from "../../reasons.ts";

export const platform: readonly Reason[] = [
	{
		rows: [
			"toleration release *: *tolerations[node-role.kubernetes.io/control-plane:NoSchedule]",
			"toleration Deployment *: *tolerations[node-role.kubernetes.io/control-plane:NoSchedule]",
		],
		why: "No node has this taint: k3s does not set it, and packages/lab/src/nodes.ts declares none. Once one is declared, synth demands a placement that tolerates it.",
		owner: "infrastructure",
	},
	{
		rows: [
			"toleration release kyverno: admissionController.tolerations[dedicated=monitoring:PreferNoSchedule]",
		],
		why: "The API server waits for admission, so it must not run a WAN away, where the machine with this taint stands.",
		owner: "infrastructure",
	},
	{
		rows: [
			"toleration release vmks: prometheus-node-exporter.tolerations[dedicated=monitoring:PreferNoSchedule]",
		],
		why: "The chart's default tolerates every NoSchedule taint; a PreferNoSchedule taint does not keep a DaemonSet away.",
		owner: "infrastructure",
	},
	{
		rows: ["object ClusterPolicy *enforce-default-resources"],
		why: "MutatingPolicy experiment-defaults sets the same requests, limits and bandwidths, in Kyverno's newer kind. A limit is never below the request, and the lab's namespaces are listed once.",
		owner: "infrastructure",
	},
	{
		rows: [
			"object Job fleet-local/set-fleet-cluster-label",
			"object * fleet-local/fleet-cluster-labeler",
		],
		why: "The GitRepo targets the cluster by name, not by a label that Rancher drops.",
		owner: "infrastructure",
	},
];
