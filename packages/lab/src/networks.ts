import { type LabNode, nodes, withRole } from "./nodes.ts";

export interface Networks {
	readonly pods: string;
	readonly services: string;
	/** Prefix length of the part of `pods` that one node gets. */
	readonly podsPerNodePrefix: number;
	/** Where cluster DNS answers; inside `services`. */
	readonly dns: string;
	readonly clusterDomain: string;
	/** Largest packet on the wire between nodes, bytes. */
	readonly mtu: number;
	/** Resolvers that the kubelet hands to pods. */
	readonly resolvers: readonly string[];
}

export const networks: Networks = {
	// Both are k3s's defaults; a running cluster cannot change them.
	pods: "10.42.0.0/16",
	services: "10.43.0.0/16",
	// 4,096 addresses for up to 1,000 pods, room for churn, and 16 nodes in a /16.
	podsPerNodePrefix: 20,
	dns: "10.43.0.10",
	clusterDomain: "cluster.local",
	// ASSUMED: no jumbo frames, since the sites meet over the public Internet.
	mtu: 1500,
	resolvers: ["1.1.1.1", "185.12.64.2"],
};

/** The network plug-in, installed before anything else runs. */
export const cni = {
	name: "cilium",
	// Tunnelled, since the sites share no network. Geneve costs 50 bytes a packet (IPv4).
	tunnel: "geneve",
	tunnelOverhead: 50,
	/** Obeys `kubernetes.io/{egress,ingress}-bandwidth`: what shapes traffic in the lab. */
	bandwidthManager: true,
} as const;

/** Largest packet between pods, bytes. */
export const podMtu = (
	among: Networks = networks,
	overhead: number = cni.tunnelOverhead,
): number => among.mtu - overhead;

export interface Site {
	readonly name: string;
	readonly place: string;
}

export const sites = [
	{ name: "ih-eu-mda1", place: "the lab's own machines" },
	{ name: "he-eu-hel1", place: "a rented machine in Helsinki" },
] as const satisfies readonly Site[];

export interface Port {
	readonly port: number | `${number}-${number}`;
	readonly protocol: "tcp" | "udp";
	readonly what: string;
	/** Which nodes listen. */
	readonly on: "server" | "all";
	/** Who may connect: other nodes only, or everybody. */
	readonly from: "nodes" | "everybody";
	/** Absent when the lab uses it today; else when it is opened. */
	readonly only?: "embedded-etcd" | "kube-ovn";
}

/** What listens on the machines themselves. */
export const ports = [
	{
		port: 22,
		protocol: "tcp",
		what: "ssh",
		on: "all",
		from: "everybody",
	},
	{
		port: 80,
		protocol: "tcp",
		what: "traefik: ACME challenges and the redirect to https",
		on: "all",
		from: "everybody",
	},
	{
		port: 443,
		protocol: "tcp",
		what: "traefik: every public endpoint",
		on: "all",
		from: "everybody",
	},
	{
		port: 6443,
		protocol: "tcp",
		what: "Kubernetes API and k3s supervisor",
		on: "server",
		from: "nodes",
	},
	{
		port: 10250,
		protocol: "tcp",
		what: "kubelet: logs, exec, metrics",
		on: "all",
		from: "nodes",
	},
	{
		port: "2379-2380",
		protocol: "tcp",
		what: "etcd clients and peers",
		on: "server",
		from: "nodes",
		only: "embedded-etcd",
	},
	{
		port: 2381,
		protocol: "tcp",
		what: "etcd metrics",
		on: "server",
		from: "nodes",
		only: "embedded-etcd",
	},
	{
		port: 6081,
		protocol: "udp",
		what: "Geneve: traffic of pods between nodes",
		on: "all",
		from: "nodes",
	},
	{
		port: 4240,
		protocol: "tcp",
		what: "Cilium health checks",
		on: "all",
		from: "nodes",
	},
	{
		port: 4244,
		protocol: "tcp",
		what: "Hubble: flows from each agent to the relay",
		on: "all",
		from: "nodes",
	},
	{
		port: 9965,
		protocol: "tcp",
		what: "Hubble metrics",
		on: "all",
		from: "nodes",
	},
	{
		port: 9100,
		protocol: "tcp",
		what: "node-exporter",
		on: "all",
		from: "nodes",
	},
	{
		port: "6641-6644",
		protocol: "tcp",
		what: "OVN databases, northd and raft",
		on: "server",
		from: "nodes",
		only: "kube-ovn",
	},
	{
		port: 10660,
		protocol: "tcp",
		what: "Kube-OVN controller metrics",
		on: "all",
		from: "nodes",
		only: "kube-ovn",
	},
	{
		port: 10661,
		protocol: "tcp",
		what: "Kube-OVN monitor metrics",
		on: "all",
		from: "nodes",
		only: "kube-ovn",
	},
	{
		port: 10665,
		protocol: "tcp",
		what: "Kube-OVN CNI metrics",
		on: "all",
		from: "nodes",
		only: "kube-ovn",
	},
] as const satisfies readonly Port[];

export interface FirewallRule {
	readonly port: Port["port"];
	readonly protocol: Port["protocol"];
	readonly what: string;
	/** Addresses that may connect, sorted; empty means everybody. */
	readonly sources: readonly string[];
	/** Open only where the lab has this feature. */
	readonly only?: NonNullable<Port["only"]>;
}

/**
 * What the firewall of one node lets in. Whatever is not here is refused.
 *
 * @param extras features beyond today's lab whose ports open too
 */
export function firewallOf(
	node: LabNode,
	among: readonly LabNode[] = nodes,
	extras: readonly NonNullable<Port["only"]>[] = [],
): FirewallRule[] {
	const peers = among
		.filter(({ name }) => name !== node.name)
		.map(({ address }) => address)
		.sort();
	const isServer = withRole("server", [node]).length > 0;
	return (ports as readonly Port[])
		.filter(({ on }) => on === "all" || isServer)
		.filter(({ only }) => only === undefined || extras.includes(only))
		.filter(({ from }) => from === "everybody" || peers.length > 0)
		.map(({ port, protocol, what, from, only }) => ({
			port,
			protocol,
			what,
			sources: from === "everybody" ? [] : peers,
			...(only === undefined ? {} : { only }),
		}));
}
