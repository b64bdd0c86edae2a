import { charts, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Interfaces of pods: up to a thousand per node and short-lived; cAdvisor covers them. */
const podInterfaces = "^(lxc|veth|cali|tap).*";

/** Mount points of pods and of the operating system. */
const otherMounts =
	"^/(dev|proc|sys|run/(credentials|k3s/containerd)/.+|var/lib/(docker|kubelet|containers/storage)/.+)($|/)";

/** Kernel parameters that must be equal for two runs to be comparable. */
const sysctls = {
	numbers: [
		"net.core.netdev_max_backlog",
		"net.core.rmem_max",
		"net.core.wmem_max",
		// Size of the neighbour table: when it is full, packets are silently dropped.
		"net.ipv4.neigh.default.gc_thresh3",
	],
	strings: ["net.core.default_qdisc", "net.ipv4.tcp_congestion_control"],
} as const;

/**
 * Additional collectors for lab health: frames dropped by the NIC, queue
 * overflows, microcode, kernel parameters. Pressure, clock, retransmits,
 * conntrack, throttling, ECC and NVMe are on by default. `processes` and
 * `tcpstat` stay off, since they would iterate over all processes and sockets of
 * thousands of pods.
 */
const collectors = [
	"--collector.ethtool",
	`--collector.ethtool.device-exclude=${podInterfaces}`,
	"--collector.ethtool.metrics-include=.*(drop|err|crc|discard|fifo|miss|no_buf|pause|timeout).*",
	"--collector.qdisc",
	`--collector.qdisc.device-exclude=${podInterfaces}`,
	"--collector.cpu.info",
	"--collector.sysctl",
	...sysctls.numbers.map((name) => `--collector.sysctl.include=${name}`),
	...sysctls.strings.map((name) => `--collector.sysctl.include-info=${name}`),
];

const exclusions = [
	`--collector.netdev.device-exclude=${podInterfaces}`,
	`--collector.netclass.ignored-devices=${podInterfaces}`,
	`--collector.arp.device-exclude=${podInterfaces}`,
	`--collector.filesystem.mount-points-exclude=${otherMounts}`,
];

/** Metrics about the hardware and the kernel of every node. */
export const nodeExporter = defineComponent({
	name: "node-exporter",
	purpose: "metrics about each machine",
	namespace: stores.metrics.namespace,
	chart: charts.nodeExporter,
	values: (env) => ({
		fullnameOverride: charts.nodeExporter.releaseName,
		extraArgs: [...collectors, ...exclusions],
		...(env.reserves && {
			resources: {
				requests: { cpu: "100m", memory: "128Mi" },
				limits: { cpu: "1", memory: "1Gi" },
			},
		}),
	}),
});
