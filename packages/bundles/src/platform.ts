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
}
