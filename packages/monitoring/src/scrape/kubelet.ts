import { scrapeIntervals } from "./intervals.ts";
import {
	keep,
	label,
	type Relabel,
	type ScrapeJob,
	withServiceAccount,
} from "./job.ts";

const node: readonly Relabel[] = [
	label("node", "__meta_kubernetes_node_name"),
	label("instance", "__meta_kubernetes_node_name"),
];

/** The kubelet's own metrics. On k3s the endpoint also serves the API server's metrics, which are the bulk and are dropped. */
export const kubelet: ScrapeJob = {
	job_name: "kubelet",
	scrape_interval: scrapeIntervals.kubelet,
	...withServiceAccount,
	kubernetes_sd_configs: [{ role: "node" }],
	relabel_configs: node,
	metric_relabel_configs: [
		keep(
			"__name__",
			"kubelet_(running_pods|running_containers|evictions|volume_stats_.+|node_name|pleg_relist_duration_seconds_(sum|count)|runtime_operations_errors_total)",
		),
	],
};

/** Resource usage of each container, from the kubelet's cAdvisor. */
export const cadvisor: ScrapeJob = {
	job_name: "cadvisor",
	scrape_interval: scrapeIntervals.cadvisor,
	metrics_path: "/metrics/cadvisor",
	...withServiceAccount,
	// cAdvisor timestamps samples by its own irregular collection cycle, which makes rates jump.
	honor_timestamps: false,
	kubernetes_sd_configs: [{ role: "node" }],
	relabel_configs: node,
	metric_relabel_configs: [
		keep(
			"__name__",
			"container_(cpu_(usage_seconds|cfs_(periods|throttled_periods|throttled_seconds))_total|memory_(usage_bytes|working_set_bytes|rss)|network_(receive|transmit)_(bytes|packets|packets_dropped|errors)_total|fs_(reads|writes)_bytes_total|oom_events_total|pressure_.+|start_time_seconds)",
		),
		// Except for the network, the pause container's metrics only repeat the pod's.
		{
			action: "drop",
			source_labels: ["__name__", "container", "image"],
			regex: "container_(cpu|memory|fs|oom|pressure|start).+;;.+",
		},
		// Cgroups outside pods differ only by `id`: keep the machine, system.slice and kubepods.slice.
		{
			action: "keep",
			source_labels: ["pod", "id"],
			regex: ".+;.*|;/(|system.slice|kubepods.slice)",
		},
		{ action: "labeldrop", regex: "name|image" },
		{
			source_labels: ["pod", "id"],
			regex: ".+;.*",
			target_label: "id",
			replacement: "",
		},
	],
};
