import type { Metric } from "./metric.ts";

/** Metrics that show whether the lab's own services work. */
export const platformMetrics = {
	up: {
		type: "gauge",
		unit: "state",
		labels: [],
		exporter: "scrape",
		meaning: "1 if the last scrape of the target succeeded",
	},
	kube_node_status_condition: {
		type: "gauge",
		unit: "state",
		labels: ["condition", "status"],
		exporter: "kube-state-metrics",
		meaning: "1 for the current status of a node's condition",
	},
	kube_pod_container_status_waiting_reason: {
		type: "gauge",
		unit: "state",
		labels: ["container", "reason"],
		exporter: "kube-state-metrics",
		meaning: "1 for the reason why a container is not running",
	},
	longhorn_volume_robustness: {
		type: "gauge",
		unit: "state",
		labels: ["volume", "state"],
		exporter: "longhorn",
		meaning:
			"whether a volume has all its replicas: a number up to Longhorn 1.10 (2 degraded, 3 faulted), 1 for the label's state since 1.11",
	},
	vm_free_disk_space_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["path"],
		exporter: "victoria-metrics",
		meaning: "free disk space of a metrics store",
	},
	vmagent_remotewrite_packets_dropped_total: {
		type: "counter",
		unit: "packets",
		labels: ["url"],
		exporter: "victoria-metrics",
		meaning: "blocks of samples that the store rejected",
	},
	vl_free_disk_space_bytes: {
		type: "gauge",
		unit: "bytes",
		labels: ["path"],
		exporter: "victoria-logs",
		meaning: "free disk space of a log store",
	},
	vl_rows_dropped_total: {
		type: "counter",
		unit: "entries",
		labels: ["reason"],
		exporter: "victoria-logs",
		meaning: "log lines that a store dropped",
	},
	vl_too_long_lines_skipped_total: {
		type: "counter",
		unit: "entries",
		labels: [],
		exporter: "victoria-logs",
		meaning: "log lines longer than 256 KiB that a store dropped",
	},
} as const satisfies Record<string, Metric>;
