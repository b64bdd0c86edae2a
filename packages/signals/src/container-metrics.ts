import type { Metric } from "./metric.ts";

/** Memory and traffic of pods, as measured by the kubelet. */
export const containerMetrics = {
	container_memory_usage_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["container"],
		exporter: "cadvisor",
		meaning:
			"memory in use by a container; one more series has the whole pod's",
	},
	container_network_receive_bytes_total: {
		type: "counter",
		unit: "bytes",
		labels: ["interface"],
		exporter: "cadvisor",
		meaning: "bytes received by the pod",
	},
	container_network_transmit_bytes_total: {
		type: "counter",
		unit: "bytes",
		labels: ["interface"],
		exporter: "cadvisor",
		meaning: "bytes sent by the pod",
	},
} as const satisfies Record<string, Metric>;
