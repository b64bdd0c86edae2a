import type { ReadObject } from "@lab/kubernetes";

/** What the cluster has before Fleet deploys anything. */
export interface Platform {
	readonly namespaces: readonly string[];
	/** API groups whose CRDs are installed. */
	readonly crdGroups: readonly string[];
	/**
	 * Objects that bundles may refer to; one without a namespace is in `default`,
	 * unless its kind is cluster-wide.
	 *
	 * Absent if the rest of the cluster is unknown, as when one bundle of many is
	 * rendered: what its objects name is then not looked up.
	 */
	readonly objects?: readonly ReadObject[];
	/** Namespaces that programs create at run time, and in which no bundle deploys anything. @default none */
	readonly laterNamespaces?: readonly string[];
	/** Entry points of Traefik. Absent if they are unknown. */
	readonly entryPoints?: readonly string[];
	/** Whether each port of a LoadBalancer is a port of every node, as k3s makes it. @default false */
	readonly balancesOnNodes?: boolean;
}
