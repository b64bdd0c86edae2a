import { labNamespaces } from "@lab/lab";
import { scrapeIntervals } from "./intervals.ts";
import {
	drop,
	keep,
	label,
	livePods,
	podLabels,
	podPort,
	type Relabel,
	type ScrapeJob,
} from "./job.ts";

/** Default port of the metrics of experiments' nodes (10ksim's convention); an annotation overrides it. */
const METRICS_PORT = 8008;

/** Port on which nodes of a test network, such as testnet-0.2, serve metrics beside METRICS_PORT (vacp2p/vaclab-2 at 885be25). */
const FLEET_METRICS_PORT = 8003;

/**
 * Patterns for the metrics of experiments' programs, by exporting library.
 * Patterns rather than names, because exporters append suffixes such as
 * `_total` or `_bucket` to the declared name, and a list would miss some.
 */
const families = [
	"libp2p_(peers|open_streams|network_bytes|gossipsub|pubsub).*",
	"dst_testnode_.+",
	"waku_.+",
	"mix_.+",
	"nim_gc_mem_bytes",
	"network_bytes_.+",
	"disc(v5|overy)_.+",
	"postgres_payload_size_.+",
	"query_(time|count).*",
	"rendezvousPeerFound.+",
] as const;

const podsOfExperiments: readonly Relabel[] = [
	drop("__meta_kubernetes_namespace", labNamespaces.join("|")),
	drop("__meta_kubernetes_pod_annotation_prometheus_io_scrape", "false"),
	...livePods,
];

const experimentLabels: readonly Relabel[] = [
	...podLabels,
	label("app", "__meta_kubernetes_pod_label_app"),
];

const keptMetrics: readonly Relabel[] = [
	// `_created` is the start time of a counter: one more series for each, which no query uses.
	drop("__name__", ".+_created"),
	keep("__name__", families.join("|")),
];

/** Scrapes every pod outside the lab's own namespaces. */
export const experiments: ScrapeJob = {
	// 10ksim's queries use this job name.
	job_name: "libp2p-nodes",
	scrape_interval: scrapeIntervals.experiments,
	kubernetes_sd_configs: [{ role: "pod" }],
	relabel_configs: [
		...podsOfExperiments,
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
		...experimentLabels,
	],
	metric_relabel_configs: keptMetrics,
};

/** Scrapes a second port of pods that take part in a test network: those with a label `fleet`. */
export const fleetNodes: ScrapeJob = {
	job_name: "fleet-nodes",
	scrape_interval: scrapeIntervals.experiments,
	kubernetes_sd_configs: [{ role: "pod" }],
	relabel_configs: [
		...podsOfExperiments,
		keep("__meta_kubernetes_pod_label_fleet", ".+"),
		podPort(FLEET_METRICS_PORT),
		...experimentLabels,
		label("fleet", "__meta_kubernetes_pod_label_fleet"),
	],
	metric_relabel_configs: keptMetrics,
};
