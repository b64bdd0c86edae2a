import { type BitRate, LabError, type Size, suggestion } from "@lab/core";

/**
 * `server` runs the control plane; `agent` runs pods only. `monitoring` is an
 * agent that experiments should avoid.
 */
export type Role = "server" | "agent" | "monitoring";

export interface Taint {
	readonly key: string;
	readonly value: string;
	readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A folder on a machine for Longhorn's volumes. */
export interface Disk {
	/** Longhorn's name for the disk; absent if Longhorn chooses it. */
	readonly name?: string;
	readonly path: string;
	/** Longhorn disk tags, by which storage classes select. */
	readonly tags: readonly string[];
	readonly size: Size;
	/** Space that Longhorn leaves free for other uses of the disk. */
	readonly reserved: Size;
	readonly purpose: string;
}

/** A machine. Its inventory, labels, disks, firewall and replica are derived from this. */
export interface LabNode {
	/** Name of the Kubernetes Node. */
	readonly name: string;
	/** DNS name, which Ansible connects to. */
	readonly host: string;
	readonly address: string;
	readonly site: string;
	readonly roles: readonly Role[];
	/** Hardware threads. */
	readonly cpu: number;
	readonly memory: Size;
	readonly nic: BitRate;
	readonly maxPods: number;
	readonly disks: readonly Disk[];
	/** Longhorn node tags, by which storage classes select. */
	readonly storageTags: readonly string[];
	/** Labels in addition to those that Kubernetes and k3s set. */
	readonly labels: Readonly<Record<string, string>>;
	readonly taints: readonly Taint[];
}

/** The 4,096 pod addresses of each node leave room for this number. */
const maxPods = 1000;

const homeDisk: Disk = {
	path: "/var/lib/longhorn",
	tags: ["first-disk", "home-disk"],
	size: "1500Gi",
	reserved: "100Gi",
	purpose: "the system disk, shared with k3s and its images",
};

const dataDisk: Disk = {
	name: "data-disk",
	path: "/data/longhorn",
	tags: ["second-disk", "data-disk"],
	size: "1800Gi",
	reserved: "50Gi",
	purpose: "an NVMe disk for volumes only",
};

/**
 * Properties that the five machines in ih-eu-mda1 share. Threads are from the
 * lab's image builder, the NIC from its bandwidth accounting, the disks from
 * its storage notes. ASSUMED, since it is not published: memory.
 */
const inMda1 = {
	site: "ih-eu-mda1",
	cpu: 128,
	memory: "512Gi",
	nic: "40Gbit",
	maxPods,
	disks: [homeDisk, dataDisk],
} as const;

/** Set by provisioning, since k3s labels only the control plane. */
const worker = { "node-role.kubernetes.io/worker": "true" } as const;

const agentInMda1 = {
	...inMda1,
	roles: ["agent"],
	storageTags: ["node-role.kubernetes.io/worker", "worker"],
	labels: worker,
	taints: [],
} as const;

/**
 * The machines, in the order in which they are set up.
 *
 * ASSUMED: the Kubernetes names of node-01 to node-05, by analogy with
 * metal-01, whose name is its DNS name without the domain. ASSUMED: all
 * addresses. The public inventory has only names, so these are from the ranges
 * that RFC 5737 reserves for documentation; an inventory for the real lab
 * resolves `host` and never uses them.
 */
export const nodes = [
	{
		name: "node-01.ih-eu-mda1.misc.vaclab",
		host: "node-01.ih-eu-mda1.misc.vaclab.status.im",
		address: "192.0.2.1",
		...inMda1,
		roles: ["server"],
		storageTags: ["node-role.kubernetes.io/control-plane", "master"],
		labels: {},
		taints: [],
	},
	{
		name: "node-02.ih-eu-mda1.misc.vaclab",
		host: "node-02.ih-eu-mda1.misc.vaclab.status.im",
		address: "192.0.2.2",
		...agentInMda1,
	},
	{
		name: "node-03.ih-eu-mda1.misc.vaclab",
		host: "node-03.ih-eu-mda1.misc.vaclab.status.im",
		address: "192.0.2.3",
		...agentInMda1,
	},
	{
		name: "node-04.ih-eu-mda1.misc.vaclab",
		host: "node-04.ih-eu-mda1.misc.vaclab.status.im",
		address: "192.0.2.4",
		...agentInMda1,
	},
	{
		name: "node-05.ih-eu-mda1.misc.vaclab",
		host: "node-05.ih-eu-mda1.misc.vaclab.status.im",
		address: "192.0.2.5",
		...agentInMda1,
	},
	{
		name: "metal-01.he-eu-hel1.misc.vacdst",
		host: "metal-01.he-eu-hel1.misc.vacdst.status.im",
		address: "198.51.100.1",
		site: "he-eu-hel1",
		roles: ["agent", "monitoring"],
		// ASSUMED: threads, memory and disk size, which are not published; low estimates.
		cpu: 32,
		memory: "128Gi",
		// ASSUMED: today's accounting assigns 40 Gbit/s to every node by default, including this one.
		nic: "10Gbit",
		maxPods,
		disks: [homeDisk],
		// Not `worker`: Longhorn acknowledges a write only after all replicas have it, and this site is across the WAN.
		storageTags: ["monitoring", "limited-scheduling"],
		labels: worker,
		taints: [
			{ key: "dedicated", value: "monitoring", effect: "PreferNoSchedule" },
		],
	},
] as const satisfies readonly LabNode[];

/** First label of a node's name, which people use: `node-01`. */
export const shortName = (node: Pick<LabNode, "name">): string =>
	node.name.split(".")[0] ?? node.name;

export const withRole = (
	role: Role,
	among: readonly LabNode[] = nodes,
): LabNode[] => among.filter(({ roles }) => roles.includes(role));

/** Finds a node by its full or short name. */
export const tryFindNode = (
	name: string,
	among: readonly LabNode[] = nodes,
): LabNode | undefined =>
	among.find((node) => node.name === name || shortName(node) === name);

/** Finds a node by its full or short name. @throws LabError `unknown-node` */
export function findNode(
	name: string,
	among: readonly LabNode[] = nodes,
): LabNode {
	const found = tryFindNode(name, among);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-node",
		what: `there is no node '${name}'`,
		where: "packages/lab/src/nodes.ts",
		help: suggestion(name, among.map(shortName)),
	});
}
