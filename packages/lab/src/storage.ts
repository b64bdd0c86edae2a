/** A Longhorn storage class: how many copies of a volume, and on which disks. */
export interface StorageClass {
	/** Name in the cluster, kept from vaclab-2: volumes claim it by this name. */
	readonly name: string;
	readonly why: string;
	readonly replicas: number;
	/** Node tags that a replica's node must all have; empty takes any node. */
	readonly nodeTags: readonly string[];
	/** Disk tags that a replica's disk must all have; empty takes any disk. */
	readonly diskTags: readonly string[];
	/** `best-effort` keeps one replica on the node of the pod that uses it. */
	readonly dataLocality: "disabled" | "best-effort";
}

/**
 * In vaclab-2 both classes have the same parameters: no selector is in force.
 *
 * The parameters of a StorageClass cannot be changed in place. Volumes keep
 * those that they were made with, so a class may be deleted and made anew.
 */
export const storageClasses = {
	/** Stores of metrics and logs, data of experiments. */
	workers: {
		name: "longhorn-vaclab",
		why: "what grows by the hour stays off the disks of the control plane",
		replicas: 2,
		nodeTags: ["worker"],
		diskTags: [],
		dataLocality: "best-effort",
	},
	/** Grafana's and Authentik's databases. */
	controlPlane: {
		name: "longhorn-vaclab-master",
		why: "lives where its pod prefers to be, with a copy on a worker so that the pod can move",
		replicas: 2,
		nodeTags: [],
		diskTags: ["home-disk"],
		dataLocality: "best-effort",
	},
} as const satisfies Record<string, StorageClass>;

export type StorageClassName = keyof typeof storageClasses;
