import type { Reason } from "../../reasons.ts";

export const collectors: readonly Reason[] = [
	{
		rows: [
			"object * victorialogs/vlc-vector*",
			"object ConfigMap victorialogs/vector-vl-config",
			"object ClusterRole* vlc-vector",
			"field release vlc: vector.*",
			"argument release vlc: vector.*",
			"port release vlc: vector.*",
		],
		why: "VictoriaLogs' own collector replaces Vector. It queues on disk, excludes the lab's namespaces by the same list as the scrape job, and has no configuration folder. Fields of JSON logs are at the root instead of under log, and there is no field stream: saved queries that use them must be adapted.",
		owner: "DST",
	},
	{
		rows: [
			"field release otel*: config.service.pipelines.*.exporters[otlphttp/victoriametrics]",
			"field release otel: config.service.pipelines.*.processors[k8sattributes]",
		],
		why: "In the pipelines under its newer name: otlp_http, k8s_attributes.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release otel-external: config.processors.k8sattributes.*",
			"field release otel-external: config.service.pipelines.*.processors[k8sattributes]",
		],
		why: "Data of nodes outside the lab has no pod here: the processor would give all of it the attributes of Traefik's pod, through which it comes.",
		owner: "DST",
	},
	{
		rows: [
			"field release otel*: config.exporters.otlphttp/victoriametrics.logs_endpoint",
		],
		why: "The same service by its short name.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release otel*: config.exporters.otlphttp/victoriametrics.tls.insecure",
		],
		why: "The address is http://, to which no TLS setting applies.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release otel*: config.extensions.health_check.endpoint",
			"field release otel*: config.receivers.otlp.protocols.*.endpoint",
		],
		why: "Listens on the pod's address instead of all, as the chart's own configuration does.",
		owner: "infrastructure",
	},
	{
		rows: ["field release otel: config.processors.k8sattributes.auth_type"],
		why: "Repeats the processor's default.",
		owner: "infrastructure",
	},
	{
		rows: ["field release otel: presets.*"],
		why: "Cluster metrics come from kube-state-metrics; the collector is one pod, and read the logs of its own node only. The log collector reads those of every node.",
		owner: "infrastructure",
	},
];
