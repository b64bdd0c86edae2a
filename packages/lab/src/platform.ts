import { namespacesMadeBy } from "./namespaces.ts";

/**
 * What k3s and provisioning install before the first bundle. Bundles may rely
 * on it without owning it.
 */
export interface Platform {
	readonly namespaces: readonly string[];
	/** API groups of custom resources that a bundle may use. */
	readonly apiGroups: readonly string[];
	readonly storageClasses: readonly string[];
	readonly ingressClass: string;
	/** Ports of Traefik, by the name that routes call them. */
	readonly entryPoints: readonly string[];
	/** Whether each port of a LoadBalancer is a port of every node. */
	readonly balancesOnNodes: boolean;
}

export const platform: Platform = {
	namespaces: namespacesMadeBy("platform"),
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
	// The defaults of Traefik's chart, which k3s does not change.
	entryPoints: ["web", "websecure", "traefik", "metrics"],
	// ServiceLB of k3s, which we do not disable.
	balancesOnNodes: true,
};

/** Names under which the lab's Fleet registers this repository and its only cluster. */
export const fleet = {
	workspace: "fleet-local",
	/** The GitRepo targets the cluster by name: Rancher drops labels on upgrades, after which Fleet would uninstall everything. */
	cluster: "local",
	/** Fleet derives the names of unnamed bundles from `gitRepo` and `path`. */
	gitRepo: "vaclab-2",
	path: "fleet",
} as const;

export interface PlatformPart {
	/** Version that provisioning installs. */
	readonly version: string;
	/** Version of its chart, if numbered differently. */
	readonly chart?: string;
	/** Version that vaclab-2 runs today, if different; upgrades go one minor version at a time. */
	readonly running?: string;
	readonly why: string;
}

/** Programs of the platform, each at an exact version. */
export const platformParts = {
	k3s: {
		version: "v1.35.5+k3s1",
		running: "v1.32.4+k3s1",
		why: "same minor version as the replica's API server; 1.32 no longer receives fixes",
	},
	cilium: {
		version: "1.18.5",
		why: "version that the lab runs; its bandwidth manager limits pods",
	},
	certManager: {
		version: "v1.21.0",
		running: "v1.19.2",
		why: "latest version for which several published lists agree on the chart's checksum; issuers and certificates keep their kinds",
	},
	rancher: {
		version: "2.14.3",
		running: "2.13.3",
		why: "includes Fleet 0.15.4, which our bundles are checked against; the Fleet in 2.13 does not support `acceptedStates`",
	},
	fleet: {
		version: "0.15.4",
		chart: "109.0.4+up0.15.4",
		running: "0.14",
		why: "version that our bundles are checked against: server-side apply, acceptedStates, validated dependsOn",
	},
} as const satisfies Record<string, PlatformPart>;
