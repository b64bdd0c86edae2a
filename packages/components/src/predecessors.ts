/** What stands for an object of vaclab-2 in a bundle of this tree. */
export interface Standing {
	/** The component, which is the bundle. */
	readonly in: string;
	/** `Kind name`; the component's chart where absent. */
	readonly as?: string;
	/** A text that must stand in its chart's values, where it is no object of its own. */
	readonly says?: string;
	/** What is different, where something is. */
	readonly but?: string;
}

/** One object of vaclab-2, and what stands for it, or why nothing does. */
export interface Predecessor {
	/** `Kind name`; `release name` is a Helm chart, `(chart)` an object that only its values ask for. */
	readonly object: string;
	readonly here: Standing | { readonly nothing: string };
}

const by = (object: string, here: Standing): Predecessor => ({ object, here });

/** Stands under the same kind and name. */
const same = (inBundle: string, ...objects: string[]): Predecessor[] =>
	objects.map((object) => by(object, { in: inBundle, as: object }));

const chart = (release: string, inBundle: string, but?: string): Predecessor =>
	by(`release ${release}`, { in: inBundle, ...(but && { but }) });

const nothing = (object: string, why: string): Predecessor => ({
	object,
	here: { nothing: why },
});

const dashboard = (name: string, successor: string): Predecessor =>
	by(`ConfigMap ${name}`, {
		in: "grafana-dashboards",
		as: `ConfigMap dashboard-${successor}`,
	});

const tokenSync = "authentik-outpost-token-sync";
const labeler = "fleet-cluster-labeler";

/** Those that nothing stands for yet. */
const laterDashboards = [
	"status-backend-bandwidth",
	"api",
	"api-detailed",
	"blend",
	"consensus",
	"da",
	"external-blockchain-nodes",
	"gossip-queues-vacdst",
	"network-health",
	"issues-diagnostics",
	"kms-wallet",
	"mempool",
	"nwaku-raw-bandwidth",
	"nwaku",
	"nomos-consumption",
	"overview",
	"public-external-blockchain-nodes",
	"sdp",
	"storage",
	"storage-detailed",
];

/** Everything in vaclab-2's 23 bundles, by bundle. */
export const predecessors: Readonly<Record<string, readonly Predecessor[]>> = {
	authentik: [
		chart("authentik", "authentik", "without Redis, which the chart dropped"),
		by("Ingress authentik-server (chart)", {
			in: "authentik",
			as: "Ingress authentik",
			but: "redirects to https too",
		}),
	],
	"authentik-blueprints": [
		by("ConfigMap authentik-blueprints", {
			in: "authentik-blueprints",
			as: "ConfigMap authentik-blueprints",
			but: "the login holds for the whole domain; Grafana and Rancher share one mapping of claims",
		}),
	],
	"authentik-config": same(
		"authentik-config",
		"Deployment authentik-outpost",
		"Service authentik-outpost",
	),
	"authentik-token-sync": [
		by(`CronJob ${tokenSync}`, {
			in: "authentik-token-sync",
			as: `CronJob ${tokenSync}`,
			but: "its script stands once, in a ConfigMap",
		}),
		nothing(
			`Job ${tokenSync}-initial`,
			"the CronJob comes within two minutes, and a Job that vanishes is drift to Fleet",
		),
		...same(
			"authentik-token-sync",
			`ServiceAccount ${tokenSync}`,
			`Role ${tokenSync}`,
			`RoleBinding ${tokenSync}`,
		),
	],
	"bandwidth-operator": [
		chart("vaclab-bandwidth-operator", "bandwidth-operator"),
	],
	"bandwidth-scheduler": [chart("vaclab-scheduler", "bandwidth-scheduler")],
	"grafana-dashboards": [
		dashboard("hardware-health", "node-health"),
		dashboard("nimlibp2p-vacdst", "gossip"),
		dashboard("nimlibp2p-vacp2p", "gossip"),
		dashboard("local-nimlibp2p", "gossip"),
		...laterDashboards.map((name) =>
			nothing(
				`ConfigMap ${name}`,
				"comes as typed code, one dashboard after the other",
			),
		),
	],
	homepage: [
		by("ConfigMap homepage", {
			in: "homepage",
			as: "ConfigMap homepage",
			but: "tiles follow from the endpoints; no pictures from other sites",
		}),
		by("ClusterRole homepage", {
			in: "homepage",
			as: "ClusterRole homepage",
			but: "nodes and pods only, since nothing is found by annotations",
		}),
		...same(
			"homepage",
			"ClusterRoleBinding homepage",
			"Deployment homepage",
			"Ingress homepage",
			"Service homepage",
			"ServiceAccount homepage",
		),
	],
	ingresses: [
		by("Ingress hubble-ui", { in: "hubble", as: "Ingress hubble" }),
		by("Ingress longhorn-frontend", { in: "longhorn", as: "Ingress longhorn" }),
		by("Ingress vlselect-open", { in: "victoria-logs", as: "Ingress logs" }),
	],
	kyverno: [
		chart(
			"kyverno",
			"kyverno",
			"its node affinity is one that the chart reads",
		),
	],
	"kyverno-reporter-ui": [
		chart("policy-reporter", "policy-reporter"),
		by("Ingress policy-reporter-ui (chart)", {
			in: "policy-reporter",
			as: "Ingress policy-reporter",
		}),
	],
	"kyverno-rules": [
		by("ClusterPolicy enforce-default-resources", {
			in: "kyverno-policies",
			as: "MutatingPolicy experiment-defaults",
			but: "a limit is never below the request; namespaces of the lab stand once",
		}),
	],
	longhorn: [chart("longhorn", "longhorn")],
	"otlp-collector": [
		chart(
			"otel",
			"otlp-collector",
			"without metrics of the cluster and logs of one node, which kube-state-metrics and the log collector bring of all",
		),
	],
	"otlp-collector-external": [
		chart("otel-external", "otlp-collector-external"),
		by("Ingress otel-external-opentelemetry-collector (chart)", {
			in: "otlp-collector-external",
			as: "Ingress public-otlp",
		}),
	],
	"rancher-post-install": [
		by("Job set-fleet-cluster-label", {
			in: "rancher-post-install",
			as: `CronJob ${labeler}`,
			but: "sets the label again after Rancher drops it",
		}),
		...same(
			"rancher-post-install",
			`ServiceAccount ${labeler}`,
			`Role ${labeler}`,
			`RoleBinding ${labeler}`,
		),
	],
	services: [
		...same("hubble", "Service hubble-relay-external"),
		...same("otlp-collector", "Service otlp-collector-external"),
	],
	storage: same(
		"storage",
		"StorageClass longhorn-vaclab",
		"StorageClass longhorn-vaclab-master",
	),
	"traefik-middlewares": [
		...same(
			"traefik-middlewares",
			"Middleware authentik-forwardauth",
			"Middleware redirect-https",
		),
		by("Middleware public-otlp-rate-limiter", {
			in: "otlp-collector-external",
			as: "Middleware public-otlp-rate-limit",
		}),
		by("Middleware public-vlselect-rate-limiter", {
			in: "victoria-logs-external",
			as: "Middleware public-logs-rate-limit",
		}),
		by("Middleware public-vlselect-redirect", {
			in: "victoria-logs-external",
			as: "Middleware public-logs-start",
		}),
	],
	"victoria-logs-cluster": [
		chart("vlc", "victoria-logs"),
		by("DaemonSet vlc-vector (chart)", {
			in: "victoria-logs-collector",
			but: "VictoriaLogs' own collector",
		}),
		by("Ingress vlc-victoria-logs-cluster-vlselect (chart)", {
			in: "victoria-logs",
			as: "Ingress logs",
			but: "vaclab-2 guards one path of it by a login, and its Ingress vlselect-open opens all of them",
		}),
	],
	"victoria-logs-cluster-external": [
		chart("vlc-external", "victoria-logs-external"),
		by("Ingress vlc-external-victoria-logs-cluster-vlselect (chart)", {
			in: "victoria-logs-external",
			as: "Ingress public-logs",
		}),
	],
	"victoria-metrics-stack": [
		chart(
			"vmks",
			"victoria-metrics",
			"without the rules and dashboards of its chart, which newer ones fetch from moving branches",
		),
		by("Ingress vmks-grafana (chart)", {
			in: "victoria-metrics",
			as: "Ingress grafana",
		}),
		by("Deployment vmks-kube-state-metrics (chart)", {
			in: "kube-state-metrics",
		}),
		by("DaemonSet vmks-prometheus-node-exporter (chart)", {
			in: "node-exporter",
		}),
		by("VMServiceScrape hubble-metrics (chart)", {
			in: "victoria-metrics",
			says: "job_name: hubble",
		}),
		by("VMPodScrape vaclab-scheduler-metrics (chart)", {
			in: "victoria-metrics",
			says: "job_name: vaclab-scheduler",
		}),
		by("VMPodScrape vaclab-scheduler-controller-metrics (chart)", {
			in: "victoria-metrics",
			says: "job_name: vaclab-scheduler-controller",
		}),
	],
	"victoria-metrics-stack-ext": [
		chart("vmks-external", "victoria-metrics-external"),
	],
};
