/**
 * What is there before the first bundle: k3s and provisioning bring it, so
 * that a bundle may rely on it without owning it.
 */
export interface Platform {
	readonly namespaces: readonly string[];
	/** API groups beyond Kubernetes's own whose kinds a bundle may use. */
	readonly apiGroups: readonly string[];
	readonly storageClasses: readonly string[];
	readonly ingressClass: string;
}

export const platform: Platform = {
	namespaces: [
		"cattle-fleet-local-system",
		"cattle-fleet-system",
		"cattle-system",
		"cert-manager",
		"default",
		"fleet-local",
		"kube-node-lease",
		"kube-public",
		"kube-system",
	],
	apiGroups: [
		"acme.cert-manager.io",
		"cert-manager.io",
		"cilium.io",
		"fleet.cattle.io",
		"helm.cattle.io",
		"traefik.io",
	],
	storageClasses: ["local-path"],
	ingressClass: "traefik",
};

/** Namespaces of Rancher that appear once it runs; nothing of ours goes there. */
export const rancherNamespaces = [
	"cattle-capi-system",
	"cattle-fleet-clusters-system",
	"cattle-global-data",
	"cattle-impersonation-system",
	"cattle-local-user-passwords",
	"cattle-turtles-system",
	"cattle-ui-plugin-system",
	"cilium-secrets",
	"fleet-default",
	"local",
] as const;

/** How the lab's own Fleet knows this repository and its one cluster. */
export const fleet = {
	workspace: "fleet-local",
	cluster: "local",
	/** Set on the cluster by hand or by the post-install bundle: Rancher drops it on upgrades. */
	clusterLabel: { "management.cattle.io/cluster-name": "local" },
	/** Bundles without a name of their own would be called after these two. */
	gitRepo: "vaclab-2",
	path: "fleet",
} as const;

export interface PlatformPart {
	/** What the lab is set up with. */
	readonly version: string;
	/** Of its chart, where that is counted otherwise. */
	readonly chart?: string;
	/** What vaclab-2 runs today, where that differs: upgrades go one minor at a time. */
	readonly running?: string;
	readonly why: string;
}

/** Programs of the platform, each at one exact version. */
export const platformParts = {
	k3s: {
		version: "v1.35.5+k3s1",
		running: "v1.32.4+k3s1",
		why: "same minor as the API server of the replica; 1.32 gets no fixes any more",
	},
	cilium: {
		version: "1.18.5",
		why: "what the lab runs; its bandwidth manager is what limits pods",
	},
	certManager: {
		version: "v1.21.0",
		running: "v1.19.2",
		why: "newest whose chart several published lists give the same checksum; issuers and certificates are the same kinds",
	},
	rancher: {
		version: "2.14.3",
		running: "2.13.3",
		why: "brings Fleet 0.15.4, which our bundles are checked against; the Fleet of 2.13 does not know `acceptedStates`",
	},
	fleet: {
		version: "0.15.4",
		chart: "109.0.4+up0.15.4",
		running: "0.14",
		why: "what our bundles are checked against: server-side apply, acceptedStates, validated dependsOn",
	},
} as const satisfies Record<string, PlatformPart>;
