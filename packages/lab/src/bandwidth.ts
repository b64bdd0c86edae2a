import { type BitRate, toBitsPerSecond } from "@lab/core";
import type { LabNode } from "./nodes.ts";

/**
 * Bandwidth as the scheduler accounts for it: extended resources, in whole
 * Mbit/s per node. Pods request them once the scheduler profile exists; these
 * are the facts that the nodes and the profile share.
 */
export const bandwidth = {
	resources: {
		egress: "vaclab.org/egress-mbps",
		ingress: "vaclab.org/ingress-mbps",
	},
	annotations: {
		/** Enforced by Cilium's bandwidth manager. */
		egress: "kubernetes.io/egress-bandwidth",
		ingress: "kubernetes.io/ingress-bandwidth",
		/** Kube-OVN's annotations, in Mbit/s, which the operator and the scheduler plug-in of vaclab-2 read. */
		legacyEgress: "ovn.kubernetes.io/egress_rate",
		legacyIngress: "ovn.kubernetes.io/ingress_rate",
	},
	/** Rate of a pod without annotations; as in vaclab-2. */
	defaultRate: "20Mbit",
	/** Name that manifests of experiments use; a scheduler profile of this name keeps them working. */
	schedulerName: "vaclab-scheduler",
	/** Share of the NIC that pods may request; the rest is reserved for images, storage and monitoring. */
	promisable: 0.9,
	/** Rate between pods on the same node, where traffic does not leave the machine; as in vaclab-2's operator. */
	localRate: "50Gbit",
} as const satisfies {
	readonly resources: Record<string, string>;
	readonly annotations: Record<string, string>;
	readonly defaultRate: BitRate;
	readonly schedulerName: string;
	readonly promisable: number;
	readonly localRate: BitRate;
};

/** @returns whole Mbit/s, rounded down */
export const toMbps = (rate: BitRate): number =>
	Math.floor(toBitsPerSecond(rate) / 1e6);

/** Capacity of a node in each bandwidth resource, Mbit/s. */
export function bandwidthOf(node: Pick<LabNode, "nic">) {
	const mbps = Math.floor(toMbps(node.nic) * bandwidth.promisable);
	return {
		[bandwidth.resources.egress]: mbps,
		[bandwidth.resources.ingress]: mbps,
	};
}
