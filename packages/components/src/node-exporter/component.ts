import { charts, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Interfaces of pods: a thousand on a node, each gone with its pod; cAdvisor tells of them. */
const podInterfaces = "^(lxc|veth|cali|tap).*";

/** File systems of pods and of the machine's own bookkeeping. */
const otherMounts =
	"^/(dev|proc|sys|run/(credentials|k3s/containerd)/.+|var/lib/(docker|kubelet|containers/storage)/.+)($|/)";

/** Kernel parameters that two runs must share before they are compared. */
const sysctls = {
	numbers: [
		"net.core.netdev_max_backlog",
		"net.core.rmem_max",
		"net.core.wmem_max",
		// How many neighbours fit: full tables lose packets without a word.
		"net.ipv4.neigh.default.gc_thresh3",
	],
	texts: ["net.core.default_qdisc", "net.ipv4.tcp_congestion_control"],
} as const;

/**
 * Collectors beyond the defaults, by what they tell of the lab's health:
 * frames that the NIC dropped, queues that overflowed, microcode, parameters.
 * Pressure, clock, retransmits, conntrack, throttling, ECC and NVMe are on by
 * default; `processes` and `tcpstat` walk over all processes and sockets of
 * thousands of pods, and stay off.
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
	...sysctls.texts.map((name) => `--collector.sysctl.include-info=${name}`),
];

const leftOut = [
	`--collector.netdev.device-exclude=${podInterfaces}`,
	`--collector.netclass.ignored-devices=${podInterfaces}`,
	`--collector.arp.device-exclude=${podInterfaces}`,
	`--collector.filesystem.mount-points-exclude=${otherMounts}`,
];

/** Tells what the hardware and the kernel of every node do. */
export const nodeExporter = defineComponent({
	name: "node-exporter",
	purpose: "tells what each machine does",
	namespace: stores.metrics.namespace,
	chart: charts.nodeExporter,
	values: (env) => ({
		fullnameOverride: charts.nodeExporter.releaseName,
		extraArgs: [...collectors, ...leftOut],
		...(env.reserves && {
			resources: {
				requests: { cpu: "100m", memory: "128Mi" },
				limits: { cpu: "1", memory: "1Gi" },
			},
		}),
	}),
});
