import type { Json } from "../constraints/constraint.ts";

/** Fields that the API server sets if an object leaves them out. */
type Defaults = Json | ((object: Json) => Json);

/**
 * Defaults by definition, as far as fields that cannot change contain them.
 *
 * @see `SetDefaults_*` in pkg/apis/{apps,batch,core,rbac,scheduling,storage}/v1/defaults.go of Kubernetes
 */
const defaults: Readonly<Record<string, Defaults>> = {
	"batch.v1.JobSpec": ({ completions, parallelism }) => ({
		completionMode: "NonIndexed",
		...(completions === undefined &&
			parallelism === undefined && { completions: 1 }),
	}),
	"core.v1.ConfigMapVolumeSource": { defaultMode: 0o644 },
	"core.v1.Container": ({ image }) => ({
		imagePullPolicy: pullPolicy(image),
		terminationMessagePath: "/dev/termination-log",
		terminationMessagePolicy: "File",
	}),
	"core.v1.ContainerPort": { protocol: "TCP" },
	"core.v1.DownwardAPIVolumeSource": { defaultMode: 0o644 },
	"core.v1.GRPCAction": { service: "" },
	"core.v1.HTTPGetAction": { path: "/", scheme: "HTTP" },
	"core.v1.HostPathVolumeSource": { type: "" },
	"core.v1.ObjectFieldSelector": { apiVersion: "v1" },
	"core.v1.PersistentVolumeClaimSpec": { volumeMode: "Filesystem" },
	"core.v1.PersistentVolumeSpec": { volumeMode: "Filesystem" },
	"core.v1.PodSpec": ({ serviceAccountName, serviceAccount }) => ({
		dnsPolicy: "ClusterFirst",
		enableServiceLinks: true,
		restartPolicy: "Always",
		schedulerName: "default-scheduler",
		terminationGracePeriodSeconds: 30,
		// The deprecated field is a copy of the other.
		...(serviceAccountName !== undefined && {
			serviceAccount: serviceAccountName,
		}),
		...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
	}),
	"core.v1.Probe": {
		failureThreshold: 3,
		periodSeconds: 10,
		successThreshold: 1,
		timeoutSeconds: 1,
	},
	"core.v1.ProjectedVolumeSource": { defaultMode: 0o644 },
	"core.v1.Secret": { type: "Opaque" },
	"core.v1.SecretVolumeSource": { defaultMode: 0o644 },
	"core.v1.ServiceAccountTokenProjection": { expirationSeconds: 3600 },
	"rbac.v1.RoleRef": { apiGroup: "rbac.authorization.k8s.io" },
	"apps.v1.StatefulSetSpec": { podManagementPolicy: "OrderedReady" },
	"scheduling.v1.PriorityClass": {
		preemptionPolicy: "PreemptLowerPriority",
		value: 0,
	},
	"storage.v1.CSIDriverSpec": {
		attachRequired: true,
		volumeLifecycleModes: ["Persistent"],
	},
	"storage.v1.StorageClass": {
		reclaimPolicy: "Delete",
		volumeBindingMode: "Immediate",
	},
};

const pullPolicy = (image: unknown): string =>
	typeof image === "string" && /(:latest|\/[^:@]*|^[^/:@]*)$/.test(image)
		? "Always"
		: "IfNotPresent";

/** Adds the defaults of a definition to an object. */
export function withDefaults(object: Json, definition: string): Json {
	const added = defaults[definition];
	return added === undefined
		? object
		: { ...(typeof added === "function" ? added(object) : added), ...object };
}
