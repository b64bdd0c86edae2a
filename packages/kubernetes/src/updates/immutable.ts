import { type Json, listOf, mapOf } from "../constraints/constraint.ts";
import type { Difference } from "./differences.ts";
import {
	allocated,
	balancerClass,
	healthPort,
	ipFamilies,
} from "./immutable-service.ts";
import type { Mend } from "./mends.ts";

/** A part of an object that the API server does not let change after creation. */
export interface ImmutablePart {
	/** Fields from the object to the part: `spec.selector`. */
	readonly path: string;
	/** Fields of the part that may change. */
	readonly except?: readonly string[];
	/** Whether this part is fixed. @default always */
	readonly when?: (was: Json, is: Json) => boolean;
	/** Whether the API server accepts a difference in the part. @default never */
	readonly accepts?: (change: Difference, was: Json, is: Json) => boolean;
}

/** What the API server does not let change in objects of one kind. */
export interface ImmutableKind {
	/** Functions of Kubernetes that refuse the change. */
	readonly source: readonly string[];
	readonly parts: readonly ImmutablePart[];
	/** How to get the change into the cluster nonetheless. */
	readonly mend: Mend;
}

const selector: ImmutablePart = { path: "spec.selector" };
const wholeSpec: ImmutablePart = { path: "spec" };
const onceSet = ({ was }: Difference): boolean => was === undefined;
const isImmutable = (was: Json): boolean => was.immutable === true;
const roleRef: readonly ImmutablePart[] = [{ path: "roleRef" }];

/** Scheduling of a Job that has not started, which may change. */
const SCHEDULING =
	/^spec\.template\.(metadata\.(labels|annotations)|spec\.(nodeSelector|tolerations|schedulingGates|affinity\.nodeAffinity))/;

/**
 * Everything that the API server does not let change, by `Kind.group`. A test
 * compares the sources with those of the pinned Kubernetes version.
 *
 * @see pkg/apis/<group>/validation/validation.go of Kubernetes, and
 *   pkg/apis/apiextensions/validation/validation.go of apiextensions-apiserver
 */
export const immutableKinds: Readonly<Record<string, ImmutableKind>> = {
	ConfigMap: {
		source: ["ValidateConfigMapUpdate"],
		parts: ["immutable", "data", "binaryData"].map((path) => ({
			path,
			when: isImmutable,
		})),
		mend: "new-name",
	},
	Secret: {
		source: ["ValidateSecretUpdate"],
		parts: [
			{ path: "type" },
			...["immutable", "data", "stringData"].map((path) => ({
				path,
				when: isImmutable,
			})),
		],
		mend: "new-name",
	},
	Node: {
		source: ["ValidateNodeUpdate"],
		parts: ["podCIDR", "podCIDRs", "providerID"].map((field) => ({
			path: `spec.${field}`,
			accepts: onceSet,
		})),
		mend: "replace",
	},
	PersistentVolume: {
		source: ["ValidatePersistentVolumeUpdate"],
		parts: [
			{
				path: "spec",
				except: [
					...["accessModes", "capacity", "claimRef", "mountOptions"],
					...["persistentVolumeReclaimPolicy", "storageClassName"],
					...["nodeAffinity", "volumeAttributesClassName"],
				],
				accepts: ({ path, was }) =>
					path.includes("controllerExpandSecretRef") && was === undefined,
			},
			{ path: "spec.nodeAffinity", accepts: onceSet },
		],
		mend: "new-name",
	},
	PersistentVolumeClaim: {
		source: ["ValidatePersistentVolumeClaimUpdate"],
		parts: [
			{
				path: "spec",
				except: ["volumeAttributesClassName"],
				accepts: ({ path, was }) =>
					isStorageRequest(path) ||
					(path.at(-1) === "volumeName" && was === undefined),
			},
		],
		mend: "new-volume",
	},
	Pod: {
		source: ["ValidatePodUpdate"],
		parts: [{ path: "spec", accepts: acceptedInPods }],
		mend: "new-name",
	},
	ResourceQuota: {
		source: ["ValidateResourceQuotaUpdate"],
		parts: [
			{
				path: "spec.scopes",
				accepts: (_change, was, is) => sortedScopes(was) === sortedScopes(is),
			},
		],
		mend: "replace",
	},
	Service: {
		source: ["ValidateServiceUpdate"],
		parts: [allocated, ipFamilies, balancerClass, healthPort],
		mend: "replace",
	},
	"DaemonSet.apps": {
		source: ["ValidateDaemonSetUpdate", "ValidateDaemonSetSpecUpdate"],
		parts: [selector],
		mend: "selector",
	},
	"Deployment.apps": {
		source: ["ValidateDeploymentUpdate"],
		parts: [selector],
		mend: "selector",
	},
	"ReplicaSet.apps": {
		source: ["ValidateReplicaSetUpdate"],
		parts: [selector],
		mend: "selector",
	},
	"StatefulSet.apps": {
		source: ["ValidateStatefulSetUpdate"],
		parts: [
			{
				path: "spec",
				except: [
					...["minReadySeconds", "ordinals", "replicas", "template"],
					...["persistentVolumeClaimRetentionPolicy", "revisionHistoryLimit"],
					"updateStrategy",
				],
				// The API server sets the same ones in every template.
				accepts: ({ path }) =>
					["apiVersion", "kind"].includes(String(path.at(-1))),
			},
		],
		mend: "orphan",
	},
	"ControllerRevision.apps": {
		source: ["ValidateControllerRevisionUpdate"],
		parts: [{ path: "data" }],
		mend: "new-name",
	},
	"Job.batch": {
		source: ["ValidateJobUpdate", "ValidateJobSpecUpdate"],
		parts: [
			selector,
			...["completionMode", "podFailurePolicy", "backoffLimitPerIndex"].map(
				(field) => ({ path: `spec.${field}` }),
			),
			{ path: "spec.managedBy" },
			{ path: "spec.successPolicy" },
			{
				path: "spec.completions",
				when: (_was, is) => mapOf(is.spec).completionMode !== "Indexed",
			},
			{
				path: "spec.template",
				accepts: ({ path }, was) =>
					mapOf(was.spec).suspend === true && SCHEDULING.test(path.join(".")),
			},
		],
		mend: "new-name",
	},
	"CustomResourceDefinition.apiextensions.k8s.io": {
		source: [
			"ValidateCustomResourceDefinitionUpdate",
			"validateCustomResourceDefinitionSpecUpdate",
		],
		parts: [
			...["scope", "group", "names.kind", "names.plural"].map((field) => ({
				path: `spec.${field}`,
			})),
			{
				path: "spec.versions",
				accepts: ({ path }, was, is) =>
					// One name is enough to report.
					(path.length > 2 && path.at(-1) !== "name") ||
					storedVersions(was).every((name) => versionNames(is).includes(name)),
			},
		],
		mend: "keep",
	},
	"EndpointSlice.discovery.k8s.io": {
		source: ["ValidateEndpointSliceUpdate"],
		parts: [{ path: "addressType" }],
		mend: "replace",
	},
	"IPAddress.networking.k8s.io": {
		source: ["ValidateIPAddressUpdate"],
		parts: [{ path: "spec.parentRef" }],
		mend: "replace",
	},
	"IngressClass.networking.k8s.io": {
		source: ["ValidateIngressClassUpdate", "validateIngressClassSpecUpdate"],
		parts: [{ path: "spec.controller" }],
		mend: "replace",
	},
	"ServiceCIDR.networking.k8s.io": {
		source: ["ValidateServiceCIDRUpdate"],
		parts: [
			{
				path: "spec.cidrs",
				// A second range makes the cluster dual-stack.
				accepts: ({ was, is }) =>
					Array.isArray(was) &&
					Array.isArray(is) &&
					was.length === 1 &&
					is.length === 2 &&
					was[0] === is[0],
			},
		],
		mend: "new-name",
	},
	"RuntimeClass.node.k8s.io": {
		source: ["ValidateRuntimeClassUpdate"],
		parts: [{ path: "handler" }],
		mend: "new-name",
	},
	"ClusterRoleBinding.rbac.authorization.k8s.io": {
		source: ["ValidateClusterRoleBindingUpdate"],
		parts: roleRef,
		mend: "new-name",
	},
	"RoleBinding.rbac.authorization.k8s.io": {
		source: ["ValidateRoleBindingUpdate"],
		parts: roleRef,
		mend: "new-name",
	},
	"ResourceClaim.resource.k8s.io": {
		source: ["ValidateResourceClaimUpdate"],
		parts: [wholeSpec],
		mend: "new-name",
	},
	"ResourceClaimTemplate.resource.k8s.io": {
		source: ["ValidateResourceClaimTemplateUpdate"],
		parts: [wholeSpec],
		mend: "new-name",
	},
	"ResourceSlice.resource.k8s.io": {
		source: ["ValidateResourceSliceUpdate"],
		parts: ["driver", "pool.name", "nodeName"].map((field) => ({
			path: `spec.${field}`,
		})),
		mend: "replace",
	},
	"PriorityClass.scheduling.k8s.io": {
		source: ["ValidatePriorityClassUpdate"],
		parts: [{ path: "value" }, { path: "preemptionPolicy" }],
		mend: "replace",
	},
	"CSIDriver.storage.k8s.io": {
		source: ["ValidateCSIDriverUpdate"],
		parts: ["attachRequired", "volumeLifecycleModes"].map((field) => ({
			path: `spec.${field}`,
		})),
		mend: "replace",
	},
	"CSIStorageCapacity.storage.k8s.io": {
		source: ["ValidateCSIStorageCapacityUpdate"],
		parts: [{ path: "nodeTopology" }, { path: "storageClassName" }],
		mend: "replace",
	},
	"StorageClass.storage.k8s.io": {
		source: ["ValidateStorageClassUpdate"],
		parts: [
			...["parameters", "provisioner"],
			...["reclaimPolicy", "volumeBindingMode"],
		].map((path) => ({ path })),
		mend: "replace-class",
	},
	"VolumeAttachment.storage.k8s.io": {
		source: ["ValidateVolumeAttachmentUpdate"],
		parts: [wholeSpec],
		mend: "new-name",
	},
	"VolumeAttributesClass.storage.k8s.io": {
		source: ["ValidateVolumeAttributesClassUpdate"],
		parts: [{ path: "driverName" }, { path: "parameters" }],
		mend: "replace",
	},
};

/** Whether a path ends in the size that a claim requests. */
export const isStorageRequest = (path: Difference["path"]): boolean =>
	path.slice(-3).join(".") === "resources.requests.storage";

const sortedScopes = ({ spec }: Json): string => {
	const { scopes } = mapOf(spec);
	return JSON.stringify(Array.isArray(scopes) ? [...scopes].sort() : []);
};

const versionsOf = ({ spec }: Json): readonly Json[] =>
	listOf(mapOf(spec).versions);

const versionNames = (crd: Json): unknown[] =>
	versionsOf(crd).map(({ name }) => name);

/** Version in which objects are stored, and which therefore must remain. */
const storedVersions = (crd: Json): unknown[] =>
	versionsOf(crd)
		.filter(({ storage }) => storage === true)
		.map(({ name }) => name);

/** The few fields of a Pod that may change. */
function acceptedInPods({ path, was, is }: Difference): boolean {
	const [, field, , inner] = path;
	if (field === "containers" || field === "initContainers")
		return inner === "image" && path.length === 4;
	if (field === "activeDeadlineSeconds")
		return typeof is === "number" && (typeof was !== "number" || is < was);
	if (field === "tolerations") return within(was, is) && path.length === 2;
	return field === "schedulingGates" && within(is, was);
}

/** Whether every entry of a list is in another list too. */
function within(some: unknown, all: unknown): boolean {
	const known = new Set(listOf(all).map((entry) => JSON.stringify(entry)));
	return listOf(some).every((entry) => known.has(JSON.stringify(entry)));
}
