import { type LabNode, nodes, withRole } from "./nodes.ts";

export interface Networks {
	readonly pods: string;
	readonly services: string;
	/** Prefix length of each node's share of `pods`. */
	readonly podsPerNodePrefix: number;
	/** Address of the cluster DNS, within `services`. */
	readonly dns: string;
	readonly clusterDomain: string;
	/** MTU between nodes, bytes. */
	readonly mtu: number;
	/** DNS resolvers that the kubelet passes to pods. */
	readonly resolvers: readonly string[];
}

export const networks: Networks = {
	// Both are k3s's defaults; a running cluster cannot change them.
	pods: "10.42.0.0/16",
	services: "10.43.0.0/16",
	// 4,096 addresses: enough for 1,000 pods with churn, and for 16 nodes in a /16.
	podsPerNodePrefix: 20,
	dns: "10.43.0.10",
	clusterDomain: "cluster.local",
	// ASSUMED: no jumbo frames, since the sites are connected over the public Internet.
	mtu: 1500,
	resolvers: ["1.1.1.1", "185.12.64.2"],
};

/** CNI plug-in, which is installed before anything else. */
export const cni = {
	name: "cilium",
	// A tunnel, since the sites share no network. Geneve adds 50 bytes to each packet (IPv4).
	tunnel: "geneve",
	tunnelOverhead: 50,
	/** Shapes traffic according to `kubernetes.io/{egress,ingress}-bandwidth`. */
	bandwidthManager: true,
} as const;

/** MTU between pods, bytes. */
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
	/** Nodes that listen. */
	readonly on: "server" | "all";
	/** Clients that may connect: other nodes only, or anyone. */
	readonly from: "nodes" | "anyone";
	/** Feature that needs the port and that the lab does not use; absent if the port is in use. */
	readonly only?: "embedded-etcd" | "kube-ovn";
}

/** Ports on which the machines themselves listen. */
export const ports = [
	{
		port: 22,
		protocol: "tcp",
		what: "ssh",
		on: "all",
		from: "anyone",
	},
	{
		port: 80,
		protocol: "tcp",
		what: "traefik: ACME challenges and the redirect to https",
		on: "all",
		from: "anyone",
	},
	{
		port: 443,
		protocol: "tcp",
		what: "traefik: every public endpoint",
		on: "all",
		from: "anyone",
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
	/** Addresses that may connect, sorted; empty for anyone. */
	readonly sources: readonly string[];
	/** Feature that the port is opened for. */
	readonly only?: NonNullable<Port["only"]>;
}

/**
 * Ports that the firewall of a node opens; it blocks all others.
 *
 * @param extras unused features whose ports to open as well
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
		.filter(({ from }) => from === "anyone" || peers.length > 0)
		.map(({ port, protocol, what, from, only }) => ({
			port,
			protocol,
			what,
			sources: from === "anyone" ? [] : peers,
			...(only === undefined ? {} : { only }),
		}));
}
