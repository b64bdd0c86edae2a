import { labNamespaces } from "@lab/lab";
import { scrapeIntervals } from "./intervals.ts";
import {
	drop,
	keep,
	label,
	livePods,
	podLabels,
	podPort,
	type ScrapeJob,
} from "./job.ts";

/** Default port of the metrics of experiments' nodes (10ksim's convention); an annotation overrides it. */
const METRICS_PORT = 8008;

/**
 * Patterns for the metrics of experiments' programs, by exporting library.
 * Patterns rather than names, because exporters append suffixes such as
 * `_total` or `_bucket` to the declared name, and a list would miss some.
 */
const families = [
	"libp2p_(peers|open_streams|network_bytes|gossipsub|pubsub).*",
	"dst_testnode_.+",
	"waku_.+",
	"nim_gc_mem_bytes",
	"network_bytes_.+",
	"disc(v5|overy)_.+",
	"postgres_payload_size_.+",
	"query_(time|count).*",
	"rendezvousPeerFound.+",
] as const;

/** Scrapes every pod outside the lab's own namespaces. */
export const experiments: ScrapeJob = {
	// 10ksim's queries use this job name.
	job_name: "libp2p-nodes",
	scrape_interval: scrapeIntervals.experiments,
	kubernetes_sd_configs: [{ role: "pod" }],
	relabel_configs: [
		drop("__meta_kubernetes_namespace", labNamespaces.join("|")),
		drop("__meta_kubernetes_pod_annotation_prometheus_io_scrape", "false"),
		...livePods,
		podPort(METRICS_PORT),
		{
			source_labels: [
				"__meta_kubernetes_pod_ip",
				"__meta_kubernetes_pod_annotation_prometheus_io_port",
			],
			separator: ":",
			regex: "(.+:[0-9]+)",
			target_label: "__address__",
		},
		{
			source_labels: ["__meta_kubernetes_pod_annotation_prometheus_io_path"],
			regex: "(.+)",
			target_label: "__metrics_path__",
		},
		...podLabels,
		label("app", "__meta_kubernetes_pod_label_app"),
	],
	metric_relabel_configs: [
		// `_created` is the start time of a counter: one more series for each, which no query uses.
		drop("__name__", ".+_created"),
		keep("__name__", families.join("|")),
	],
};
