import { type BitRate, LabError, type Size, suggestion } from "@lab/core";

/**
 * `server` runs the control plane, `agent` runs pods only. `monitoring` is an
 * agent that experiments should leave alone.
 */
export type Role = "server" | "agent" | "monitoring";

export interface Taint {
	readonly key: string;
	readonly value: string;
	readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A folder on a machine that Longhorn may fill. */
export interface Disk {
	/** Longhorn's name of the disk; absent for the one that Longhorn names itself. */
	readonly name?: string;
	readonly path: string;
	/** Longhorn disk tags: what a storage class selects by. */
	readonly tags: readonly string[];
	readonly size: Size;
	/** What Longhorn leaves free: the rest of the machine lives there too. */
	readonly reserved: Size;
	readonly purpose: string;
}

/** One machine: inventory, labels, disks, firewall and replica follow from it. */
export interface LabNode {
	/** Name of the Kubernetes Node. */
	readonly name: string;
	/** DNS name, under which Ansible reaches it. */
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
	/** Longhorn node tags: what a storage class selects by. */
	readonly storageTags: readonly string[];
	/** Labels beyond those that Kubernetes and k3s set themselves. */
	readonly labels: Readonly<Record<string, string>>;
	readonly taints: readonly Taint[];
}

/** One range of 4,096 pod addresses per node is cut so that this many fit. */
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
	purpose: "an NVMe disk for volumes alone",
};

/**
 * What the five machines in ih-eu-mda1 share. Threads as the lab's image
 * builder counts them, NIC as its bandwidth accounting has it, disks as its
 * storage notes name them. ASSUMED, since published nowhere: memory.
 */
const inMda1 = {
	site: "ih-eu-mda1",
	cpu: 128,
	memory: "512Gi",
	nic: "40Gbit",
	maxPods,
	disks: [homeDisk, dataDisk],
} as const;

/** Provisioning sets it: k3s labels the control plane only. */
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
 * ASSUMED: the Kubernetes names of node-01 to node-05, after metal-01's, which
 * is its DNS name without the domain. ASSUMED: all addresses. The public inventory knows names only, so these are
 * of the ranges that RFC 5737 keeps for documentation; an inventory made for
 * the real lab resolves `host` and never uses them.
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
		// ASSUMED: threads, memory and size of the disk are published nowhere; this errs on the small side.
		cpu: 32,
		memory: "128Gi",
		// ASSUMED: today's accounting gives every node 40 Gbit/s, this one too, by one default for all.
		nic: "10Gbit",
		maxPods,
		disks: [homeDisk],
		// Not `worker`: Longhorn writes to all replicas before it answers, and this site is a WAN away.
		storageTags: ["monitoring", "limited-scheduling"],
		labels: worker,
		taints: [
			{ key: "dedicated", value: "monitoring", effect: "PreferNoSchedule" },
		],
	},
] as const satisfies readonly LabNode[];

/** The first part of a node's name, by which people call it: `node-01`. */
export const shortName = (node: Pick<LabNode, "name">): string =>
	node.name.split(".")[0] ?? node.name;

export const withRole = (
	role: Role,
	among: readonly LabNode[] = nodes,
): LabNode[] => among.filter(({ roles }) => roles.includes(role));

/** A node by its full or short name. */
export const tryFindNode = (
	name: string,
	among: readonly LabNode[] = nodes,
): LabNode | undefined =>
	among.find((node) => node.name === name || shortName(node) === name);

/** A node by its full or short name. @throws LabError `unknown-node` */
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
