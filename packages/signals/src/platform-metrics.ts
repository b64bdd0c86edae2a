import type { Metric } from "./metrics.ts";

/** What tells whether the lab's own services do their work. */
export const platformMetrics = {
	up: {
		type: "gauge",
		unit: "state",
		labels: [],
		exporter: "scrape",
		meaning: "1 when the target answered its last scrape",
	},
	kube_node_status_condition: {
		type: "gauge",
		unit: "state",
		labels: ["condition", "status"],
		exporter: "kube-state-metrics",
		meaning: "1 for the status that a condition of a node has",
	},
	kube_pod_container_status_waiting_reason: {
		type: "gauge",
		unit: "state",
		labels: ["container", "reason"],
		exporter: "kube-state-metrics",
		meaning: "1 for the reason why a container does not run",
	},
	longhorn_volume_robustness: {
		type: "gauge",
		unit: "state",
		labels: ["volume", "state"],
		exporter: "longhorn",
		meaning:
			"whether a volume has all its copies: a number up to 1.10 (2 degraded, 3 faulted), 1 for the label's state since 1.11",
	},
	vm_free_disk_space_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["path"],
		exporter: "victoria-metrics",
		meaning: "room that a metrics store has left",
	},
	vmagent_remotewrite_packets_dropped_total: {
		type: "counter",
		unit: "packets",
		labels: ["url"],
		exporter: "victoria-metrics",
		meaning: "blocks of samples that the store refused",
	},
	vl_free_disk_space_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["path"],
		exporter: "victoria-logs",
		meaning: "room that a log store has left",
	},
	vl_rows_dropped_total: {
		type: "counter",
		unit: "entries",
		labels: ["reason"],
		exporter: "victoria-logs",
		meaning: "log lines that a store did not take",
	},
} as const satisfies Record<string, Metric>;
