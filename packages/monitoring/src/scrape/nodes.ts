import { scrapeIntervals } from "./intervals.ts";
import { keep, label, livePods, podsIn, type ScrapeJob } from "./job.ts";

/** The hardware and the kernel of every node. */
export const nodeExporter: ScrapeJob = {
	job_name: "node-exporter",
	scrape_interval: scrapeIntervals.nodeExporter,
	kubernetes_sd_configs: podsIn("vmetrics"),
	relabel_configs: [
		keep(
			"__meta_kubernetes_pod_label_app_kubernetes_io_name",
			"prometheus-node-exporter",
		),
		...livePods,
		keep("__meta_kubernetes_pod_container_port_name", "metrics"),
		label("node", "__meta_kubernetes_pod_node_name"),
		// Named after the machine, so that a replacement pod continues the same series.
		label("instance", "__meta_kubernetes_pod_node_name"),
	],
};

/** State of Kubernetes objects: nodes, pods, restarts. */
export const kubeStateMetrics: ScrapeJob = {
	job_name: "kube-state-metrics",
	scrape_interval: scrapeIntervals.kubeStateMetrics,
	// Its samples describe other pods, so their labels must not be replaced by the target's.
	honor_labels: true,
	kubernetes_sd_configs: podsIn("vmetrics"),
	relabel_configs: [
		keep(
			"__meta_kubernetes_pod_label_app_kubernetes_io_name",
			"kube-state-metrics",
		),
		...livePods,
		keep("__meta_kubernetes_pod_container_port_name", "http"),
		label("instance", "__meta_kubernetes_pod_name"),
	],
	metric_relabel_configs: [
		{ action: "labeldrop", regex: "uid|container_id|image_id" },
	],
};
