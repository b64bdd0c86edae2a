/** A Longhorn storage class: number and location of a volume's copies. */
export interface StorageClass {
	/** Name in the cluster, which volume claims refer to; same as in vaclab-2. */
	readonly name: string;
	readonly why: string;
	readonly replicas: number;
	/** Tags that a replica's node must have; empty for any node. */
	readonly nodeTags: readonly string[];
	/** Tags that a replica's disk must have; empty for any disk. */
	readonly diskTags: readonly string[];
	/** `best-effort` keeps one replica on the node of the pod that uses it. */
	readonly dataLocality: "disabled" | "best-effort";
}

/**
 * In vaclab-2, both classes have the same parameters, without selectors.
 *
 * The parameters of a StorageClass are immutable. Volumes keep the parameters
 * that they were created with, so a class can be deleted and recreated.
 */
export const storageClasses = {
	/** For the metrics and log stores, and data of experiments. */
	workers: {
		name: "longhorn-vaclab",
		why: "keeps fast-growing data off the disks of the control plane",
		replicas: 2,
		nodeTags: ["worker"],
		diskTags: [],
		dataLocality: "best-effort",
	},
	/** For the databases of Grafana and Authentik. */
	controlPlane: {
		name: "longhorn-vaclab-master",
		why: "keeps a copy on the node that the pod prefers, and one on a worker so that the pod can move",
		replicas: 2,
		nodeTags: [],
		diskTags: ["home-disk"],
		dataLocality: "best-effort",
	},
} as const satisfies Record<string, StorageClass>;

export type StorageClassName = keyof typeof storageClasses;
