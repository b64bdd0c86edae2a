/** One upstream Helm chart at one exact version, and one release of it. */
export interface Chart {
	/** Index URL, or `oci://` registry folder. */
	readonly repository: string;
	/** The chart's name in that repository. */
	readonly name: string;
	readonly version: string;
	/** Version of the program inside, as the chart's own `Chart.yaml` has it. */
	readonly appVersion: string;
	/** Helm's name of the release: names of claims and services derive from it, so it stays as vaclab-2 has it. */
	readonly releaseName: string;
	/** What vaclab-2 pins, where it has the chart. */
	readonly pinned?: string;
	/** Why this version. */
	readonly why: string;
	/** API groups of the CRDs that it brings: a bundle with such an object needs this one first. */
	readonly crdGroups: readonly string[];
	/** Paths in its values that take the spec of a custom resource, and its kind. */
	readonly specs?: Readonly<Record<string, string>>;
}

const victoria = "https://victoriametrics.github.io/helm-charts/";
const prometheus = "https://prometheus-community.github.io/helm-charts";
const vaclabPlugins = "https://vacp2p.github.io/vaclab-k8s-plugins/charts";

const victoriaMetricsStack = {
	repository: victoria,
	name: "victoria-metrics-k8s-stack",
	version: "0.91.2",
	appVersion: "v1.150.0",
	releaseName: "vmks",
	pinned: "0.67.0",
	why: "the VictoriaMetrics that the replica runs, so that both answer alike. Since 0.85 it fetches rules and dashboards from moving branches by a Job at run time: set syncJob.enabled false and ship our own",
	crdGroups: ["operator.victoriametrics.com"],
	specs: {
		"alertmanager.spec": "VMAlertmanager",
		"vmagent.spec": "VMAgent",
		"vmalert.spec": "VMAlert",
		"vmauth.spec": "VMAuth",
		"vmcluster.spec": "VMCluster",
		"vmsingle.spec": "VMSingle",
	},
} as const satisfies Chart;

const victoriaLogsCluster = {
	repository: victoria,
	name: "victoria-logs-cluster",
	version: "0.2.8",
	appVersion: "v1.52.0",
	releaseName: "vlc",
	pinned: "0.0.25",
	why: "1.43.1 breaks on partition snapshots; 0.1.0 took back the selector change of 0.0.33, so stores upgrade in place",
	crdGroups: [],
} as const satisfies Chart;

const openTelemetryCollector = {
	repository: "https://open-telemetry.github.io/opentelemetry-helm-charts/",
	name: "opentelemetry-collector",
	version: "0.170.0",
	appVersion: "0.158.0",
	releaseName: "otel",
	pinned: "0.146.1",
	why: "newest; the components that the lab configures kept their names",
	crdGroups: [],
} as const satisfies Chart;

export const charts = {
	authentik: {
		repository: "https://charts.goauthentik.io",
		name: "authentik",
		version: "2025.10.3",
		appVersion: "2025.10.3",
		releaseName: "authentik",
		pinned: "2025.10.3",
		why: "vaclab-2's. Its database must pass through every release in turn, so 2026.8 is no single step from here",
		crdGroups: [],
	},
	kyverno: {
		repository: "https://kyverno.github.io/kyverno/",
		name: "kyverno",
		version: "3.9.0",
		appVersion: "v1.19.0",
		releaseName: "kyverno",
		pinned: "3.6.2",
		why: "newest: policies.kyverno.io is stable here, and the kinds of vaclab-2's rules are deprecated",
		crdGroups: [
			"kyverno.io",
			"policies.kyverno.io",
			"reports.kyverno.io",
			"wgpolicyk8s.io",
		],
	},
	policyReporter: {
		repository: "https://kyverno.github.io/policy-reporter",
		name: "policy-reporter",
		version: "3.9.1",
		appVersion: "3.9.0",
		releaseName: "policy-reporter",
		pinned: "3.7.1",
		why: "newest; reads the reports of the newest Kyverno",
		crdGroups: [],
	},
	longhorn: {
		repository: "https://charts.longhorn.io",
		name: "longhorn",
		version: "1.10.1",
		appVersion: "v1.10.1",
		releaseName: "longhorn",
		pinned: "1.10.1",
		why: "vaclab-2's. Longhorn refuses to skip a minor version, so 1.12 waits for a stop at 1.11",
		crdGroups: ["longhorn.io"],
	},
	victoriaMetricsStack,
	/** What public users push: a store of its own, so that they cannot fill the lab's. */
	victoriaMetricsStackExternal: {
		...victoriaMetricsStack,
		releaseName: "vmks-external",
	},
	/** Only where the operator is taken out of the stack. */
	victoriaMetricsOperator: {
		repository: victoria,
		name: "victoria-metrics-operator",
		version: "0.67.2",
		appVersion: "v0.74.1",
		releaseName: "vm-operator",
		why: "the one that the stack's 0.91.2 asks for",
		crdGroups: [],
	},
	/** The operator's kinds without the operator. */
	victoriaMetricsOperatorCrds: {
		repository: victoria,
		name: "victoria-metrics-operator-crds",
		version: "0.14.0",
		appVersion: "v0.74.1",
		releaseName: "vm-operator-crds",
		why: "same operator version as the stack's",
		crdGroups: ["operator.victoriametrics.com"],
	},
	/** Only where Grafana is taken out of the stack; this release name keeps its claim `vmks-grafana`. */
	grafana: {
		repository: "https://grafana-community.github.io/helm-charts",
		name: "grafana",
		version: "12.11.1",
		appVersion: "13.2.0",
		releaseName: "vmks-grafana",
		why: "newest; the chart moved here, and the old repository ends at 10.5.15",
		crdGroups: [],
	},
	victoriaLogsCluster,
	/** As with metrics: the public's logs apart. */
	victoriaLogsClusterExternal: {
		...victoriaLogsCluster,
		releaseName: "vlc-external",
	},
	/** Replaces the Vector inside vaclab-2's log cluster. */
	victoriaLogsCollector: {
		repository: victoria,
		name: "victoria-logs-collector",
		version: "0.3.7",
		appVersion: "v1.52.0",
		releaseName: "vl-collector",
		why: "same version as the store; parses JSON and adds pod fields without a script, keeps a queue on disk while the store is away",
		crdGroups: [],
	},
	openTelemetryCollector,
	openTelemetryCollectorExternal: {
		...openTelemetryCollector,
		releaseName: "otel-external",
	},
	kubeStateMetrics: {
		repository: prometheus,
		name: "kube-state-metrics",
		version: "8.4.0",
		appVersion: "2.20.0",
		releaseName: "kube-state-metrics",
		why: "newest; on its own, since lab health needs more collectors than the stack's default",
		crdGroups: [],
	},
	nodeExporter: {
		repository: prometheus,
		name: "prometheus-node-exporter",
		version: "4.56.1",
		appVersion: "1.12.1",
		releaseName: "node-exporter",
		why: "newest; on its own, since lab health needs more collectors than the stack's default",
		crdGroups: [],
	},
	nodeFeatureDiscovery: {
		repository:
			"https://kubernetes-sigs.github.io/node-feature-discovery/charts",
		name: "node-feature-discovery",
		version: "0.19.0",
		appVersion: "v0.19.0",
		releaseName: "node-feature-discovery",
		why: "newest; will publish the NIC rate of each node as a resource",
		crdGroups: ["nfd.k8s-sigs.io"],
	},
	bandwidthOperator: {
		repository: vaclabPlugins,
		name: "vaclab-bandwidth-operator",
		version: "0.2.1",
		appVersion: "0.2.1",
		releaseName: "vaclab-bandwidth-operator",
		pinned: "0.2.1",
		why: "the only one; goes when the scheduler counts bandwidth itself",
		crdGroups: ["networking.vaclab.org"],
	},
	vaclabScheduler: {
		repository: vaclabPlugins,
		name: "vaclab-scheduler",
		version: "0.30.7",
		appVersion: "0.30.7",
		releaseName: "vaclab-scheduler",
		pinned: "0.30.7",
		why: "the only one; goes when a profile of the cluster's own scheduler takes its name",
		crdGroups: [],
	},
} as const satisfies Record<string, Chart>;

/** A chart that k3s or provisioning installs: only its kinds are of interest. */
export type PlatformChart = Pick<
	Chart,
	"name" | "version" | "why" | "crdGroups"
>;

/** Where the kinds of the platform are described, so that objects of them can be validated. */
export const platformCharts = {
	traefik: {
		name: "traefik",
		version: "41.3.0",
		why: "newest description of the kinds; k3s installs its own copy, of the same API version v1alpha1",
		crdGroups: ["traefik.io"],
	},
	certManager: {
		name: "cert-manager",
		version: "1.21.1",
		why: "newest description of the kinds; the lab runs 1.19, of the same API version v1",
		crdGroups: ["acme.cert-manager.io", "cert-manager.io"],
	},
} as const satisfies Record<string, PlatformChart>;

export type ChartName = keyof typeof charts;
