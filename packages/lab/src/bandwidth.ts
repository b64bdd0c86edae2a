import { type BitRate, toBitsPerSecond } from "@lab/core";
import type { LabNode } from "./nodes.ts";

/**
 * Bandwidth as the scheduler counts it: extended resources, whole Mbit/s per
 * node. Their use comes with the scheduler profile; here is what both share.
 */
export const bandwidth = {
	resources: {
		egress: "vaclab.org/egress-mbps",
		ingress: "vaclab.org/ingress-mbps",
	},
	annotations: {
		/** What Cilium's bandwidth manager enforces. */
		egress: "kubernetes.io/egress-bandwidth",
		ingress: "kubernetes.io/ingress-bandwidth",
		/** What the operator and the scheduler plug-in of vaclab-2 account by: Kube-OVN's, in Mbit/s. */
		legacyEgress: "ovn.kubernetes.io/egress_rate",
		legacyIngress: "ovn.kubernetes.io/ingress_rate",
	},
	/** For a pod that says nothing; as vaclab-2. */
	defaultRate: "20Mbit",
	/** Manifests of experiments name it; a profile of this name keeps them working. */
	schedulerName: "vaclab-scheduler",
	/** Share of the NIC that pods may promise away: the rest is for images, storage and monitoring. */
	promisable: 0.9,
	/** Between pods of one node nothing leaves the machine; as vaclab-2's operator has it. */
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

/** What one node offers of each bandwidth resource. */
export function bandwidthOf(node: Pick<LabNode, "nic">) {
	const mbps = Math.floor(toMbps(node.nic) * bandwidth.promisable);
	return {
		[bandwidth.resources.egress]: mbps,
		[bandwidth.resources.ingress]: mbps,
	};
}
