import { bandwidth, stores } from "@lab/lab";
import { scrapeIntervals } from "./intervals.ts";
import {
	keep,
	label,
	livePods,
	podLabels,
	podPort,
	podsIn,
	type Relabel,
	type ScrapeJob,
	withServiceAccount,
} from "./job.ts";

const pods = (
	job_name: string,
	namespaces: readonly string[],
	chosen: readonly Relabel[],
	rest: Partial<ScrapeJob> = {},
): ScrapeJob => ({
	job_name,
	scrape_interval: scrapeIntervals.platform,
	...rest,
	kubernetes_sd_configs: podsIn(...namespaces),
	relabel_configs: [...chosen, ...livePods, ...podLabels],
});

const portNamed = (name: string) =>
	keep("__meta_kubernetes_pod_container_port_name", name);

/** Flows between pods, as observed by each node's Cilium. */
export const hubble = pods(
	"hubble",
	["kube-system"],
	[
		keep("__meta_kubernetes_pod_label_k8s_app", "cilium"),
		portNamed("hubble-metrics"),
		label("observer_node", "__meta_kubernetes_pod_node_name"),
	],
);

/** Scheduler of experiments' pods. */
export const scheduler = pods(
	bandwidth.schedulerName,
	["kube-system"],
	[
		keep("__meta_kubernetes_pod_label_component", "scheduler"),
		podPort(10259),
		label("scheduler_name", "__meta_kubernetes_pod_label_component"),
	],
	withServiceAccount,
);

/** Controller of that scheduler, which accounts for reserved bandwidth. */
export const schedulerController = pods(
	`${bandwidth.schedulerName}-controller`,
	["kube-system"],
	[
		keep("__meta_kubernetes_pod_label_app", "scheduler-plugins-controller"),
		podPort(8080),
	],
);

/** Volumes; a rebuild during a run invalidates its results. */
export const longhorn = pods(
	"longhorn",
	["longhorn-system"],
	[
		keep("__meta_kubernetes_pod_label_app", "longhorn-manager"),
		portNamed("manager"),
	],
);

/** Log stores and their collector; dropped lines are missing from runs. */
export const victoriaLogs = pods(
	"victoria-logs",
	[stores.logs.namespace, stores.logsExternal.namespace],
	[portNamed("http")],
);

/** OTLP collectors; refused data points are missing from runs too. */
export const otlpCollectors = pods(
	"otlp-collector",
	["opentelemetry"],
	[portNamed("metrics")],
);
