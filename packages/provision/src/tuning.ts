import { toBitsPerSecond } from "@lab/core";
import type { LabNode } from "@lab/lab";

export interface KernelSetting {
	/** Name of the sysctl. */
	readonly key: string;
	readonly value: string;
	/** `namespace` applies to a network namespace, `machine` to the whole kernel. */
	readonly scope: "namespace" | "machine";
	readonly reason: string;
}

/** Round-trip time between the two sites. ASSUMED: Paris region to Helsinki; measure it and update it here. */
export const roundTripSeconds = 0.04;

/** Limit per socket: a thousand pods would not have the memory for more. */
const maxBytes = 64 * 2 ** 20;

/**
 * Buffer that one connection needs to fill the link: rate times round-trip time.
 *
 * @returns bytes, a power of two, at most 64 MiB
 */
export function windowBytes({ nic }: Pick<LabNode, "nic">): number {
	const needed = (toBitsPerSecond(nic) / 8) * roundTripSeconds;
	return Math.min(maxBytes, 2 ** Math.ceil(Math.log2(needed)));
}

/** Kernel settings of a machine that differ from, or explicitly pin, the kernel's defaults. */
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
	const namespace = setting("namespace");
	const machine = setting("machine");
	return [
		machine(
			"fs.inotify.max_user_instances",
			8192,
			"kubelet, log collectors and a thousand pods watch files as root; the default of 128 suffices for a few dozen pods",
		),
		machine(
			"fs.inotify.max_user_watches",
			1_048_576,
			"a watch costs 1 kB of kernel memory, only while it is used",
		),
		machine(
			"fs.nr_open",
			1_048_576,
			"the kernel's default, pinned: with a thousand times more, daemons close a billion files at start",
		),
		machine(
			"kernel.pid_max",
			4_194_304,
			"a thousand pods with multi-threaded programs exceed 32,768",
		),
		machine(
			"net.core.rmem_max",
			window,
			"largest receive buffer that a program may request: the bandwidth-delay product of the link",
		),
		machine(
			"net.core.wmem_max",
			window,
			"largest send buffer that a program may request: as for receiving",
		),
		machine(
			"net.core.netdev_max_backlog",
			16_384,
			"packets that wait for a core during bursts on NICs of 10 Gbit/s and more",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh1",
			neighbours,
			"below this number of neighbours none is dropped: four times all pods of the machine and all machines",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh2",
			neighbours * 2,
			"above this number the oldest are dropped after five seconds",
		),
		machine(
			"net.ipv4.neigh.default.gc_thresh3",
			neighbours * 4,
			"above this number new neighbours are refused, which appears as packet loss",
		),
		namespace(
			"net.core.somaxconn",
			8192,
			"connections waiting to be accepted when a whole experiment starts at once",
		),
		namespace(
			"net.ipv4.ip_forward",
			1,
			"forwards packets between pods and other machines",
		),
		namespace(
			"net.ipv4.ip_local_port_range",
			"10240 65535",
			"outgoing connections of a thousand pods behind one address; lower ports are left to services",
		),
		namespace(
			"net.ipv4.tcp_rmem",
			`4096 131072 ${window}`,
			"minimum, initial and maximum receive buffer: starts at the kernel's default, so that idle connections stay small, and grows to fill the link",
		),
		namespace(
			"net.ipv4.tcp_wmem",
			`4096 16384 ${window}`,
			"minimum, initial and maximum send buffer: as for receiving",
		),
	];
}
