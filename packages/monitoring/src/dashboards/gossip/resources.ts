import type { Panel } from "../panel.ts";
import { perPod, rate, select, spread } from "./_pods.ts";

const traffic = (direction: "in" | "out") =>
	spread(perPod(rate("libp2p_network_bytes_total", { direction })));

export const resources: readonly Panel[] = [
	{
		title: "libp2p traffic in",
		description: "Bytes per second that a node's libp2p received.",
		unit: "Bps",
		min: 0,
		queries: traffic("in"),
	},
	{
		title: "libp2p traffic out",
		description: "Bytes per second that a node's libp2p sent.",
		unit: "Bps",
		min: 0,
		queries: traffic("out"),
	},
	{
		title: "Traffic of the pods",
		description:
			"Bytes per second of all pods, headers and retransmits included. Far more than libp2p counts means that packets are lost.",
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
		title: "Memory of a pod",
		description: "What the kernel counts for a node's pod.",
		unit: "bytes",
		min: 0,
		// The pod and each of its containers are there: a sum would count twice.
		queries: spread(`max by (pod) (${select("container_memory_usage_bytes")})`),
	},
	{
		title: "Heap of a node",
		description: "Memory that the Nim collector manages, all threads together.",
		unit: "bytes",
		min: 0,
		queries: spread(perPod(select("nim_gc_mem_bytes"))),
	},
];
