/** An object of Kubernetes, as it stands in a file. */
export interface Manifest {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: Readonly<Record<string, string>>;
		readonly annotations?: Readonly<Record<string, string>>;
	};
	readonly [field: string]: unknown;
}

/** Kinds of Kubernetes itself that live in no namespace. */
const CLUSTER_SCOPED = new Set([
	"APIService",
	"CSIDriver",
	"ClusterRole",
	"ClusterRoleBinding",
	"CustomResourceDefinition",
	"IngressClass",
	"MutatingAdmissionPolicy",
	"MutatingAdmissionPolicyBinding",
	"MutatingWebhookConfiguration",
	"Namespace",
	"Node",
	"PersistentVolume",
	"PriorityClass",
	"RuntimeClass",
	"StorageClass",
	"ValidatingAdmissionPolicy",
	"ValidatingAdmissionPolicyBinding",
	"ValidatingWebhookConfiguration",
	"VolumeSnapshotClass",
]);

/** The API group: `''` for the core, `apps`, `traefik.io`. */
export const groupOf = ({
	apiVersion,
}: Pick<Manifest, "apiVersion">): string =>
	apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** Whether an API group is served by Kubernetes itself, without a CRD. */
export function isBuiltIn(group: string): boolean {
	return (
		!group.includes(".") ||
		(group.endsWith(".k8s.io") && BUILT_IN_K8S_IO.has(group))
	);
}

const BUILT_IN_K8S_IO = new Set([
	"admissionregistration.k8s.io",
	"apiextensions.k8s.io",
	"apiregistration.k8s.io",
	"authentication.k8s.io",
	"authorization.k8s.io",
	"certificates.k8s.io",
	"coordination.k8s.io",
	"discovery.k8s.io",
	"events.k8s.io",
	"flowcontrol.apiserver.k8s.io",
	"networking.k8s.io",
	"node.k8s.io",
	"rbac.authorization.k8s.io",
	"resource.k8s.io",
	"scheduling.k8s.io",
	"storage.k8s.io",
]);

/** `Kind group/namespace/name`: two objects with one identity are one object of the cluster. */
export function identityOf(
	manifest: Manifest,
	releaseNamespace: string,
): string {
	const { kind, metadata } = manifest;
	const namespace = CLUSTER_SCOPED.has(kind)
		? undefined
		: (metadata.namespace ?? releaseNamespace);
	const group = groupOf(manifest);
	return [
		group === "" ? kind : `${kind}.${group}`,
		[namespace, metadata.name].filter(Boolean).join("/"),
	].join(" ");
}

/** The namespace that an object needs to exist, if it lives in one. */
export function namespaceOf(
	manifest: Manifest,
	releaseNamespace: string,
): string | undefined {
	if (CLUSTER_SCOPED.has(manifest.kind)) return undefined;
	return manifest.metadata.namespace ?? releaseNamespace;
}
