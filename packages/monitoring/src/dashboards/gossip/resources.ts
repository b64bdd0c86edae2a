import type { Panel } from "../panel.ts";
import { perPod, rate, select, spread } from "./_pods.ts";

const traffic = (direction: "in" | "out") =>
	spread(perPod(rate("libp2p_network_bytes_total", { direction })));

export const resources: readonly Panel[] = [
	{
		title: "libp2p traffic in",
		description: "Bytes per second received by a node's libp2p.",
		unit: "Bps",
		min: 0,
		queries: traffic("in"),
	},
	{
		title: "libp2p traffic out",
		description: "Bytes per second sent by a node's libp2p.",
		unit: "Bps",
		min: 0,
		queries: traffic("out"),
	},
	{
		title: "Pod traffic",
		description:
			"Bytes per second of all pods, including headers and retransmissions. Far more than libp2p counts means that packets are lost.",
		unit: "Bps",
		min: 0,
		queries: [
			{
				expr: `sum(${rate("container_network_receive_bytes_total")})`,
				legend: "in",
			},
			{
				expr: `sum(${rate("container_network_transmit_bytes_total")})`,
				legend: "out",
			},
		],
	},
	{
		title: "Pod memory",
		description: "Memory that the kernel charges to a node's pod.",
		unit: "bytes",
		min: 0,
		// cAdvisor exports the pod and each of its containers: a sum would count twice.
		queries: spread(`max by (pod) (${select("container_memory_usage_bytes")})`),
	},
	{
		title: "Nim heap",
		description:
			"Memory managed by a node's Nim garbage collector, summed over all threads.",
		unit: "bytes",
		min: 0,
		queries: spread(perPod(select("nim_gc_mem_bytes"))),
	},
];
