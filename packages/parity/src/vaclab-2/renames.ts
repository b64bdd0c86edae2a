import type { Rename } from "../compare.ts";

const component = "a component of its own";
const alternate =
	"values of the chart that replace its own configuration, instead of being merged with it";

/** Panels of a dashboard that ours replaces, with the titles of ours. */
const panels = (
	from: string,
	to: string,
	titles: Readonly<Record<string, string>>,
): Rename[] =>
	Object.entries(titles).map(([title, ours]) => ({
		from: `dashboard ${from}: ${title}`,
		to: `dashboard ${to}: ${ours}`,
		why: "shows the same metric",
	}));

/** A dashboard that ours replaces; it is a ConfigMap. */
const dashboard = (from: string, to: string): Rename => ({
	from: `ConfigMap vmetrics/${from}`,
	to: `ConfigMap vmetrics/${to}`,
	why: "its panels are in ours",
});

/** Alerts of the stack's chart that ours replace, by group. */
const alerts = (
	group: string,
	ours: Readonly<Record<string, string>>,
): Rename[] =>
	Object.entries(ours).map(([alert, to]) => ({
		from: `group ${group}: ${alert}`,
		to: `group ${to}`,
		why: "fires for the same",
	}));

const gossipPanels = {
	"LibP2P Peers": "Connected peers",
	"Libp2p Open Streams": "Open streams",
	"libp2p traffic - In": "libp2p traffic in",
	"libp2p traffic - Out": "libp2p traffic out",
	"Nim GC memory usage": "Nim heap",
	"Container RAM usage": "Pod memory",
} as const;

/** What has another name or place here. */
export const renames: readonly Rename[] = [
	dashboard("hardware-health", "dashboard-node-health"),
	dashboard("nimlibp2p-vacdst", "dashboard-gossip"),
	dashboard("nimlibp2p-vacp2p", "dashboard-gossip"),
	dashboard("local-nimlibp2p", "dashboard-gossip"),
	...alerts("general.rules", { TargetDown: "platform: TargetSilent" }),
	...alerts("kubernetes-apps", {
		KubePodCrashLooping: "platform: ContainerCrashes",
	}),
	...alerts("kubernetes-system-kubelet", {
		KubeNodeNotReady: "platform: NodeNotReady",
		KubeletDown: "platform: TargetSilent",
	}),
	...alerts("node-exporter", {
		NodeFilesystemAlmostOutOfSpace: "nodes: NodeDiskFull",
		"NodeFilesystemAlmostOutOfSpace #2": "nodes: NodeDiskFull",
		NodeHighNumberConntrackEntriesUsed: "nodes: NodeConnectionTableFull",
		NodeClockSkewDetected: "nodes: NodeClockOff",
		NodeClockNotSynchronising: "nodes: NodeClockFree",
		NodeMemoryHighUtilization: "nodes: NodeMemoryLow",
	}),
	...alerts("node-network", {
		NodeNetworkInterfaceFlapping: "nodes: NodeLinkUnsteady",
	}),
	...alerts("vm-health", { ServiceDown: "platform: TargetSilent" }),
	...alerts("vmagent", {
		RejectedRemoteWriteDataBlocksAreDropped: "stores: SamplesRefused",
	}),
	...alerts("vmcluster", { DiskRunsOutOfSpace: "stores: MetricsStoreFull" }),
	...panels("hardware-health", "dashboard-node-health", {
		"CPU Temperature": "CPU temperature",
		"NIC TEMPERATURE": "NIC temperature",
		"NVME TEMPERATURE": "NVMe temperature",
		"CPU Busy": "CPU busy",
		"RAM Used": "Memory used",
	}),
	...panels("nimlibp2p-vacdst", "dashboard-gossip", {
		...gossipPanels,
		"libp2p low peers topic": "Topics with enough mesh peers",
		"libp2p healthy peers": "Topics with enough mesh peers",
	}),
	...panels("nimlibp2p-vacp2p", "dashboard-gossip", {
		"libp2p traffic - In": "libp2p traffic in",
		"libp2p traffic - Out": "libp2p traffic out",
		"Container memory usage": "Pod memory",
	}),
	...panels("local-nimlibp2p", "dashboard-gossip", {
		...gossipPanels,
		"libp2p unhealthy peers (d_low)": "Topics with enough mesh peers",
	}),
	{
		from: "Ingress kube-system/hubble-ui",
		to: "Ingress kube-system/hubble",
		why: "called like its endpoint",
	},
	{
		from: "Ingress longhorn-system/longhorn-frontend",
		to: "Ingress longhorn-system/longhorn",
		why: "called like its endpoint",
	},
	{
		from: "Ingress victorialogs/vlselect-open",
		to: "Ingress victorialogs/logs",
		why: "called like its endpoint",
	},
	{
		from: "Ingress authentik/authentik-server",
		to: "Ingress authentik/authentik",
		why: "called like its endpoint",
	},
	{
		from: "Ingress policy-reporter/policy-reporter-ui",
		to: "Ingress policy-reporter/policy-reporter",
		why: "called like its endpoint",
	},
	{
		from: "Ingress opentelemetry/otel-external-opentelemetry-collector",
		to: "Ingress opentelemetry/public-otlp",
		why: "called like its endpoint",
	},
	{
		from: "Ingress victorialogs/vlc-victoria-logs-cluster-vlselect",
		to: "Ingress victorialogs/logs",
		why: "called like its endpoint; one Ingress instead of two",
	},
	{
		from: "Ingress victorialogs-external/vlc-external-victoria-logs-cluster-vlselect",
		to: "Ingress victorialogs-external/public-logs",
		why: "called like its endpoint",
	},
	{
		from: "Ingress vmetrics/vmks-grafana",
		to: "Ingress vmetrics/grafana",
		why: "called like its endpoint",
	},
	{
		from: "Ingress vmetrics/vmselect-vmks-victoria-metrics-k8s-stack",
		to: "Ingress vmetrics/metrics",
		why: "called like its endpoint",
	},
	...[
		"ServiceAccount vmetrics/",
		"Service vmetrics/",
		"DaemonSet vmetrics/",
	].map((kind) => ({
		from: `${kind}vmks-prometheus-node-exporter`,
		to: `${kind}node-exporter`,
		why: component,
	})),
	...[
		...["ServiceAccount vmetrics/", "Service vmetrics/"],
		...["Deployment vmetrics/", "ClusterRole ", "ClusterRoleBinding "],
	].map((kind) => ({
		from: `${kind}vmks-kube-state-metrics`,
		to: `${kind}kube-state-metrics`,
		why: component,
	})),
	...[
		["cadvisor", "cadvisor"],
		["kubelet", "kubelet"],
		["kube-state-metrics", "kube-state-metrics"],
		["kube-scheduler", "vaclab-scheduler"],
		["prometheus-node-exporter", "node-exporter"],
	].map(([from, to]) => ({
		from: `job vmks-victoria-metrics-k8s-stack-${from}`,
		to: `job ${to}`,
		why: "a job of vmagent's own configuration, like all others",
	})),
	{
		from: "Middleware default/public-otlp-rate-limiter",
		to: "Middleware opentelemetry/public-otlp-rate-limit",
		why: "stands beside the Ingress that uses it",
	},
	{
		from: "Middleware default/public-vlselect-rate-limiter",
		to: "Middleware victorialogs-external/public-logs-rate-limit",
		why: "stands beside the Ingress that uses it",
	},
	{
		from: "Middleware default/public-vlselect-redirect",
		to: "Middleware victorialogs-external/public-logs-start",
		why: "stands beside the Ingress that uses it",
	},
	{
		from: "release otel: config.processors.k8sattributes.",
		to: "release otel: alternateConfig.processors.k8s_attributes.",
		why: "the collector's newer name of the processor",
	},
	{
		from: "release otel: config.exporters.otlphttp/victoriametrics.",
		to: "release otel: alternateConfig.exporters.otlp_http/victoriametrics.",
		why: "the collector's newer name of the exporter",
	},
	{
		from: "release otel-external: config.exporters.otlphttp/victoriametrics.",
		to: "release otel-external: alternateConfig.exporters.otlp_http/victoriametrics.",
		why: "the collector's newer name of the exporter",
	},
	{
		from: "release otel: config.",
		to: "release otel: alternateConfig.",
		why: alternate,
	},
	{
		from: "release otel-external: config.",
		to: "release otel-external: alternateConfig.",
		why: alternate,
	},
	{
		from: "release vlc: vector.",
		to: "release vl-collector: ",
		why: "VictoriaLogs' own collector instead of Vector",
	},
	{
		from: "release vmks: kube-state-metrics.",
		to: "release kube-state-metrics: ",
		why: component,
	},
	{
		from: "release vmks: prometheus-node-exporter.",
		to: "release node-exporter: ",
		why: component,
	},
	{
		from: "job hubble-metrics",
		to: "job hubble",
		why: "a job of vmagent's own configuration, like all others",
	},
	{
		from: "job vaclab-scheduler-metrics",
		to: "job vaclab-scheduler",
		why: "a job of vmagent's own configuration, like all others",
	},
	{
		from: "job vaclab-scheduler-controller-metrics",
		to: "job vaclab-scheduler-controller",
		why: "a job of vmagent's own configuration, like all others",
	},
	{
		from: "job mix-testnet-0.2",
		to: "job fleet-nodes",
		why: "any test network, not one",
	},
];
