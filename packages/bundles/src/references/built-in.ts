import type { ReadObject } from "@lab/kubernetes";
import type { TargetName } from "./targets.ts";

const of =
	(apiVersion: string, kind: TargetName) =>
	(name: string): ReadObject => ({ apiVersion, kind, metadata: { name } });

/** Objects that Kubernetes itself creates once in a cluster. */
export const builtInObjects: readonly ReadObject[] = [
	{
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: "kubernetes", namespace: "default" },
		spec: { ports: [{ name: "https", port: 443 }] },
	},
	...[
		{ apiVersion: "v1", kind: "ConfigMap" },
		{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
	].map((type) => ({
		...type,
		metadata: {
			name: `extension-apiserver-authentication${type.kind === "Role" ? "-reader" : ""}`,
			namespace: "kube-system",
		},
	})),
	...["admin", "cluster-admin", "edit", "view"].map(
		of("rbac.authorization.k8s.io/v1", "ClusterRole"),
	),
	...["system-cluster-critical", "system-node-critical"].map(
		of("scheduling.k8s.io/v1", "PriorityClass"),
	),
];

/** Whether Kubernetes creates an object of this name in every cluster or namespace. */
export const isEverywhere = (kind: TargetName, name: string): boolean =>
	(kind === "ServiceAccount" && name === "default") ||
	(kind === "ConfigMap" && name === "kube-root-ca.crt") ||
	((kind === "ClusterRole" || kind === "Role") && /^system:/.test(name));
