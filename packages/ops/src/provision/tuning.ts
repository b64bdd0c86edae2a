import { toBitsPerSecond } from "@lab/core";
import type { LabNode } from "@lab/lab";

export interface KernelSetting {
	/** As sysctl writes it. */
	readonly key: string;
	readonly value: string;
	/** `namespace` belongs to a network namespace, `machine` to the whole kernel. */
	readonly scope: "namespace" | "machine";
	readonly reason: string;
}

/** Round trip between the two sites. ASSUMED: Paris region to Helsinki; measure it, and change it here. */
export const roundTripSeconds = 0.04;

/** More than this per socket is memory that a thousand pods would not have. */
const mostBytes = 64 * 2 ** 20;

/**
 * What one connection must hold to fill the link: rate times round trip.
 *
 * @returns bytes, a power of two, at most 64 MiB
 */
export function windowBytes({ nic }: Pick<LabNode, "nic">): number {
	const needed = (toBitsPerSecond(nic) / 8) * roundTripSeconds;
	return Math.min(mostBytes, 2 ** Math.ceil(Math.log2(needed)));
}

/** The kernel settings of a machine; what is not here keeps the kernel's default. */
export function kernelSettings(
	node: Pick<LabNode, "nic" | "maxPods">,
	nodes: number,
): KernelSetting[] {
	const window = windowBytes(node);
	const neighbours = 2 ** Math.ceil(Math.log2(node.maxPods + nodes)) * 4;
	const setting =
		(scope: KernelSetting["scope"]) =>
		(key: string, value: number | string, reason: string): KernelSetting => ({
			key,
			value: String(value),
			scope,
			reason,
		});
	const ours = setting("namespace");
	const machine = setting("machine");
	return [
		machine(
			"fs.inotify.max_user_instances",
			8192,
			"kubelet, log collectors and a thousand pods watch files as root; 128 ends at a few dozen pods",
		),
		machine(
			"fs.inotify.max_user_watches",
			1_048_576,
			"one watch costs 1 kB of kernel memory, and only when it is used",
		),
		machine(
			"fs.nr_open",
			1_048_576,
			"the kernel's default, written down: a thousand times more makes daemons close a billion files at start",
		),
		machine(
			"kernel.pid_max",
			4_194_304,
			"a thousand pods of multi-threaded programs pass 32,768",
		),
		machine(
			"net.core.rmem_max",
			window,
			"the largest receive buffer that a program may ask for: what fills the link over one round trip",
		),
		machine(
			"net.core.wmem_max",
			window,
			"the largest send buffer that a program may ask for: as for receiving",
		),
		machine(
			"net.core.netdev_max_backlog",
			16_384,
			"packets that wait for a core when a 10 Gbit/s NIC and more bursts",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh1",
			neighbours,
			"below this many neighbours none is forgotten: all pods of the machine and all machines, four times",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh2",
			neighbours * 2,
			"above this many the oldest go after five seconds",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh3",
			neighbours * 4,
			"above this many new neighbours are refused, which shows as lost packets",
		),
		ours(
			"net.core.somaxconn",
			8192,
			"connections that wait to be accepted when a whole experiment starts at once",
		),
		ours(
			"net.ipv4.ip_forward",
			1,
			"pods reach other machines by way of this one",
		),
		ours(
			"net.ipv4.ip_local_port_range",
			"10240 65535",
			"outgoing connections of a thousand pods behind one address; below stay the ports of services",
		),
		ours(
			"net.ipv4.tcp_rmem",
			`4096 131072 ${window}`,
			"least, first and most of a receive buffer: grows to the link, starts as the kernel's default, so idle connections stay small",
		),
		ours(
			"net.ipv4.tcp_wmem",
			`4096 16384 ${window}`,
			"as for receiving: grows to the link, starts as the kernel's default",
		),
	];
}
