/** A kind of object that others name. */
export interface TargetKind {
	/** API group; empty for core. */
	readonly group: string;
	readonly namespaced: boolean;
	/** Code of the finding if no such object exists. */
	readonly code: string;
}

const core = (code: string): TargetKind => ({
	group: "",
	namespaced: true,
	code,
});

const traefik = (code: string): TargetKind => ({
	group: "traefik.io",
	namespaced: true,
	code,
});

const workload: TargetKind = {
	group: "apps",
	namespaced: true,
	code: "unknown-object",
};

/** Every kind whose names are resolved, by name of the kind. */
export const targets = {
	Service: core("unknown-service"),
	ServiceAccount: core("unknown-service-account"),
	ConfigMap: core("unknown-config-map"),
	Secret: core("unknown-secret"),
	PersistentVolumeClaim: core("unknown-claim"),
	PersistentVolume: { group: "", namespaced: false, code: "unknown-claim" },
	StorageClass: {
		group: "storage.k8s.io",
		namespaced: false,
		code: "unknown-storage-class",
	},
	IngressClass: {
		group: "networking.k8s.io",
		namespaced: false,
		code: "unknown-ingress-class",
	},
	Middleware: traefik("unknown-middleware"),
	MiddlewareTCP: traefik("unknown-middleware"),
	TraefikService: traefik("unknown-service"),
	ServersTransport: traefik("unknown-object"),
	ServersTransportTCP: traefik("unknown-object"),
	TLSOption: traefik("unknown-object"),
	TLSStore: traefik("unknown-object"),
	Issuer: {
		group: "cert-manager.io",
		namespaced: true,
		code: "unknown-issuer",
	},
	ClusterIssuer: {
		group: "cert-manager.io",
		namespaced: false,
		code: "unknown-issuer",
	},
	Role: {
		group: "rbac.authorization.k8s.io",
		namespaced: true,
		code: "unknown-object",
	},
	ClusterRole: {
		group: "rbac.authorization.k8s.io",
		namespaced: false,
		code: "unknown-object",
	},
	PriorityClass: {
		group: "scheduling.k8s.io",
		namespaced: false,
		code: "unknown-object",
	},
	RuntimeClass: {
		group: "node.k8s.io",
		namespaced: false,
		code: "unknown-object",
	},
	Deployment: workload,
	ReplicaSet: workload,
	StatefulSet: workload,
} as const satisfies Record<string, TargetKind>;

export type TargetName = keyof typeof targets;

export const isTarget = (kind: unknown): kind is TargetName =>
	typeof kind === "string" && Object.hasOwn(targets, kind);
