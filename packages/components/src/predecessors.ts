/** Replacement for an object of vaclab-2. */
export interface Replacement {
	/** Name of the component, and of its bundle. */
	readonly component: string;
	/** Object as `Kind name`. @default the component's chart */
	readonly object?: string;
	/** Text in the chart's values, if the replacement is not a separate object. */
	readonly valuesContain?: string;
	/** Difference from the original, if any. */
	readonly difference?: string;
}

/** An object of vaclab-2 with its replacement, or the reason for having none. */
export interface Predecessor {
	/** `Kind name`. `release name` is a Helm chart; `(chart)` marks an object that a chart creates according to its values. */
	readonly object: string;
	readonly replacement: Replacement | { readonly none: string };
}

const replaced = (object: string, replacement: Replacement): Predecessor => ({
	object,
	replacement,
});

/** Objects that keep their kind and name. */
const same = (component: string, ...objects: string[]): Predecessor[] =>
	objects.map((object) => replaced(object, { component, object }));

const chart = (
	release: string,
	component: string,
	difference?: string,
): Predecessor =>
	replaced(`release ${release}`, {
		component,
		...(difference && { difference }),
	});

const notReplaced = (object: string, reason: string): Predecessor => ({
	object,
	replacement: { none: reason },
});

const dashboard = (name: string, successor: string): Predecessor =>
	replaced(`ConfigMap ${name}`, {
		component: "grafana-dashboards",
		object: `ConfigMap dashboard-${successor}`,
	});

const tokenSync = "authentik-outpost-token-sync";

/** Dashboards without a replacement yet. */
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

/** All objects of vaclab-2's 23 bundles, by bundle. */
export const predecessors: Readonly<Record<string, readonly Predecessor[]>> = {
	authentik: [
		chart("authentik", "authentik", "without Redis, which the chart dropped"),
		replaced("Ingress authentik-server (chart)", {
			component: "authentik",
			object: "Ingress authentik",
			difference: "also redirects to https",
		}),
	],
	"authentik-blueprints": [
		replaced("ConfigMap authentik-blueprints", {
			component: "authentik-blueprints",
			object: "ConfigMap authentik-blueprints",
			difference:
				"one login for the whole domain; Grafana and Rancher share a claims mapping",
		}),
	],
	"authentik-config": same(
		"authentik-config",
		"Deployment authentik-outpost",
		"Service authentik-outpost",
	),
	"authentik-token-sync": [
		replaced(`CronJob ${tokenSync}`, {
			component: "authentik-token-sync",
			object: `CronJob ${tokenSync}`,
			difference: "its script is in a ConfigMap instead of being repeated",
		}),
		notReplaced(
			`Job ${tokenSync}-initial`,
			"the CronJob runs within two minutes, and Fleet treats a Job that deletes itself as drift",
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
			notReplaced(`ConfigMap ${name}`, "will be rewritten as typed code"),
		),
	],
	homepage: [
		replaced("ConfigMap homepage", {
			component: "homepage",
			object: "ConfigMap homepage",
			difference:
				"tiles are derived from the endpoints; no images from other sites",
		}),
		replaced("ClusterRole homepage", {
			component: "homepage",
			object: "ClusterRole homepage",
			difference:
				"nodes and pods only, since tiles are not discovered by annotations",
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
		replaced("Ingress hubble-ui", {
			component: "hubble",
			object: "Ingress hubble",
		}),
		replaced("Ingress longhorn-frontend", {
			component: "longhorn",
			object: "Ingress longhorn",
		}),
		replaced("Ingress vlselect-open", {
			component: "victoria-logs",
			object: "Ingress logs",
		}),
	],
	kyverno: [
		chart(
			"kyverno",
			"kyverno",
			"its node affinity uses a key that the chart reads",
		),
	],
	"kyverno-reporter-ui": [
		chart("policy-reporter", "policy-reporter"),
		replaced("Ingress policy-reporter-ui (chart)", {
			component: "policy-reporter",
			object: "Ingress policy-reporter",
		}),
	],
	"kyverno-rules": [
		replaced("ClusterPolicy enforce-default-resources", {
			component: "kyverno-policies",
			object: "MutatingPolicy experiment-defaults",
			difference:
				"a limit is never below the request; the lab's namespaces are listed once",
		}),
	],
	longhorn: [chart("longhorn", "longhorn")],
	"otlp-collector": [
		chart(
			"otel",
			"otlp-collector",
			"without cluster metrics and the logs of one node; kube-state-metrics and the log collector provide them for all nodes",
		),
	],
	"otlp-collector-external": [
		chart("otel-external", "otlp-collector-external"),
		replaced("Ingress otel-external-opentelemetry-collector (chart)", {
			component: "otlp-collector-external",
			object: "Ingress public-otlp",
		}),
	],
	"rancher-post-install": [
		"Job set-fleet-cluster-label",
		"ServiceAccount fleet-cluster-labeler",
		"Role fleet-cluster-labeler",
		"RoleBinding fleet-cluster-labeler",
	].map((object) =>
		notReplaced(
			object,
			"the GitRepo targets the cluster by name, not by label",
		),
	),
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
		replaced("Middleware public-otlp-rate-limiter", {
			component: "otlp-collector-external",
			object: "Middleware public-otlp-rate-limit",
		}),
		replaced("Middleware public-vlselect-rate-limiter", {
			component: "victoria-logs-external",
			object: "Middleware public-logs-rate-limit",
		}),
		replaced("Middleware public-vlselect-redirect", {
			component: "victoria-logs-external",
			object: "Middleware public-logs-start",
		}),
	],
	"victoria-logs-cluster": [
		chart("vlc", "victoria-logs"),
		replaced("DaemonSet vlc-vector (chart)", {
			component: "victoria-logs-collector",
			difference: "VictoriaLogs' own collector",
		}),
		replaced("Ingress vlc-victoria-logs-cluster-vlselect (chart)", {
			component: "victoria-logs",
			object: "Ingress logs",
			difference:
				"in vaclab-2, one path requires a login, but Ingress vlselect-open exposes all paths",
		}),
	],
	"victoria-logs-cluster-external": [
		chart("vlc-external", "victoria-logs-external"),
		replaced("Ingress vlc-external-victoria-logs-cluster-vlselect (chart)", {
			component: "victoria-logs-external",
			object: "Ingress public-logs",
		}),
	],
	"victoria-metrics-stack": [
		chart(
			"vmks",
			"victoria-metrics",
			"without the rules and dashboards of the chart, which newer versions fetch from moving branches",
		),
		replaced("Ingress vmks-grafana (chart)", {
			component: "victoria-metrics",
			object: "Ingress grafana",
		}),
		replaced("Deployment vmks-kube-state-metrics (chart)", {
			component: "kube-state-metrics",
		}),
		replaced("DaemonSet vmks-prometheus-node-exporter (chart)", {
			component: "node-exporter",
		}),
		replaced("VMServiceScrape hubble-metrics (chart)", {
			component: "victoria-metrics",
			valuesContain: "job_name: hubble",
		}),
		replaced("VMPodScrape vaclab-scheduler-metrics (chart)", {
			component: "victoria-metrics",
			valuesContain: "job_name: vaclab-scheduler",
		}),
		replaced("VMPodScrape vaclab-scheduler-controller-metrics (chart)", {
			component: "victoria-metrics",
			valuesContain: "job_name: vaclab-scheduler-controller",
		}),
	],
	"victoria-metrics-stack-ext": [
		chart("vmks-external", "victoria-metrics-external"),
	],
};
