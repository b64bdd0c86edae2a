import type { UpgradePath } from "@lab/kubernetes";
import { platformParts } from "./platform.ts";
import { upgradePaths } from "./upgrade-paths.ts";

/** A release of an upstream Helm chart at an exact version. */
export interface Chart {
	/** URL of the repository, or `oci://` path in a registry. */
	readonly repository: string;
	/** Name of the chart in that repository. */
	readonly name: string;
	readonly version: string;
	/** Version of the packaged program, from `Chart.yaml`. */
	readonly appVersion: string;
	/** Helm release name. Volume claims and services are named after it, so it stays the same as in vaclab-2. */
	readonly releaseName: string;
	/** Version in vaclab-2; absent if vaclab-2 does not use the chart. */
	readonly pinned?: string;
	/** Reason for this version. */
	readonly why: string;
	/** API groups of its CRDs; a bundle with objects of these groups depends on this chart. */
	readonly crdGroups: readonly string[];
	/** API groups whose CRDs are in its `crds/` folder, which Helm installs once and never upgrades. */
	readonly crdsInstalledOnce?: readonly string[];
	/** Whether a component brings the CRDs of its `crds/` folder, which are recorded when the chart is fetched. @default false */
	readonly crdsApart?: boolean;
	/** Paths of values that are the spec of a custom resource, with its kind. */
	readonly specs?: Readonly<Record<string, string>>;
	/** Paths of values that describe a volume, and whether it is a claim or a StatefulSet's template of claims. */
	readonly volumes?: Readonly<Record<string, "claim" | "claim-template">>;
	/** How far the program can be upgraded in one step. @default any distance */
	readonly upgrades?: UpgradePath;
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
	why: "the VictoriaMetrics version of the replica, so that both give the same answers. Since 0.85 a Job fetches rules and dashboards from moving branches at run time: set syncJob.enabled to false and ship our own",
	// Those of its operator come with victoriaMetricsOperatorCrds, since Helm would never upgrade them.
	crdGroups: [],
	crdsInstalledOnce: ["operator.victoriametrics.com"],
	volumes: { "grafana.persistence": "claim" },
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
	why: "1.43.1 fails on partition snapshots; 0.1.0 reverted the selector change of 0.0.33, so stores can be upgraded in place",
	crdGroups: [],
	volumes: { "vlstorage.persistentVolume": "claim-template" },
} as const satisfies Chart;

const openTelemetryCollector = {
	repository: "https://open-telemetry.github.io/opentelemetry-helm-charts/",
	name: "opentelemetry-collector",
	version: "0.170.0",
	appVersion: "0.158.0",
	releaseName: "otel",
	pinned: "0.146.1",
	why: "latest; the components that the lab configures kept their names",
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
		why: "same as vaclab-2. Its database must be migrated release by release, so 2026.8 cannot be reached in one step",
		crdGroups: [],
		volumes: { "postgresql.primary.persistence": "claim-template" },
		upgrades: upgradePaths.authentik,
	},
	kyverno: {
		repository: "https://kyverno.github.io/kyverno/",
		name: "kyverno",
		version: "3.9.0",
		appVersion: "v1.19.0",
		releaseName: "kyverno",
		pinned: "3.6.2",
		why: "latest: policies.kyverno.io is stable, and the kinds that vaclab-2's rules use are deprecated",
		crdGroups: [
			"kyverno.io",
			"policies.kyverno.io",
			"reports.kyverno.io",
			"wgpolicyk8s.io",
		],
		upgrades: upgradePaths.kyverno,
	},
	policyReporter: {
		repository: "https://kyverno.github.io/policy-reporter",
		name: "policy-reporter",
		version: "3.9.1",
		appVersion: "3.9.0",
		releaseName: "policy-reporter",
		pinned: "3.7.1",
		why: "latest; reads the reports of the latest Kyverno",
		crdGroups: [],
	},
	longhorn: {
		repository: "https://charts.longhorn.io",
		name: "longhorn",
		version: "1.10.1",
		appVersion: "v1.10.1",
		releaseName: "longhorn",
		pinned: "1.10.1",
		why: "same as vaclab-2. Longhorn refuses to skip a minor version, so 1.12 requires 1.11 first",
		crdGroups: ["longhorn.io"],
		upgrades: upgradePaths.longhorn,
	},
	victoriaMetricsStack,
	/** Separate store for data that public users push, so that they cannot fill the lab's store. */
	victoriaMetricsStackExternal: {
		...victoriaMetricsStack,
		releaseName: "vmks-external",
	},
	/** Used only if the operator is not installed by the stack. */
	victoriaMetricsOperator: {
		repository: victoria,
		name: "victoria-metrics-operator",
		version: "0.67.2",
		appVersion: "v0.74.1",
		releaseName: "vm-operator",
		why: "the version that the stack's 0.91.2 depends on",
		crdGroups: [],
	},
	/** The operator's CRDs as templates, which Helm upgrades. */
	victoriaMetricsOperatorCrds: {
		repository: victoria,
		name: "victoria-metrics-operator-crds",
		version: "0.14.0",
		appVersion: "v0.74.1",
		releaseName: "vm-operator-crds",
		why: "same operator version as in the stack, whose own CRDs Helm would never upgrade",
		crdGroups: ["operator.victoriametrics.com"],
	},
	/** Used only if Grafana is not installed by the stack; this release name keeps its claim `vmks-grafana`. */
	grafana: {
		repository: "https://grafana-community.github.io/helm-charts",
		name: "grafana",
		version: "12.11.1",
		appVersion: "13.2.0",
		releaseName: "vmks-grafana",
		why: "latest; the chart moved here, and the old repository ends at 10.5.15",
		crdGroups: [],
		volumes: { persistence: "claim" },
	},
	victoriaLogsCluster,
	/** Separate store for public logs, as for metrics. */
	victoriaLogsClusterExternal: {
		...victoriaLogsCluster,
		releaseName: "vlc-external",
	},
	/** Replaces the Vector in vaclab-2's log cluster. */
	victoriaLogsCollector: {
		repository: victoria,
		name: "victoria-logs-collector",
		version: "0.3.7",
		appVersion: "v1.52.0",
		releaseName: "vl-collector",
		why: "same version as the store; parses JSON and adds pod fields without a script, and queues on disk while the store is unavailable",
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
		why: "latest; separate from the stack, since lab health needs more collectors than the stack enables",
		crdGroups: [],
	},
	nodeExporter: {
		repository: prometheus,
		name: "prometheus-node-exporter",
		version: "4.56.1",
		appVersion: "1.12.1",
		releaseName: "node-exporter",
		why: "latest; separate from the stack, since lab health needs more collectors than the stack enables",
		crdGroups: [],
	},
	nodeFeatureDiscovery: {
		repository:
			"https://kubernetes-sigs.github.io/node-feature-discovery/charts",
		name: "node-feature-discovery",
		version: "0.19.0",
		appVersion: "v0.19.0",
		releaseName: "node-feature-discovery",
		why: "latest; will publish the NIC rate of each node as a resource",
		// They come with node-feature-discovery-crds.
		crdGroups: [],
		crdsInstalledOnce: ["nfd.k8s-sigs.io"],
		crdsApart: true,
	},
	bandwidthOperator: {
		repository: vaclabPlugins,
		name: "vaclab-bandwidth-operator",
		version: "0.2.1",
		appVersion: "0.2.1",
		releaseName: "vaclab-bandwidth-operator",
		pinned: "0.2.1",
		why: "the only version; to be removed once the scheduler accounts for bandwidth itself",
		crdGroups: ["networking.vaclab.org"],
	},
	vaclabScheduler: {
		repository: vaclabPlugins,
		name: "vaclab-scheduler",
		version: "0.30.7",
		appVersion: "0.30.7",
		releaseName: "vaclab-scheduler",
		pinned: "0.30.7",
		why: "the only version; to be removed once a profile of the cluster's own scheduler takes over its name",
		crdGroups: [],
	},
} as const satisfies Record<string, Chart>;

/** A chart that k3s or provisioning installs; only its CRDs are used. */
export type CrdChart = Pick<
	Chart,
	"repository" | "name" | "version" | "why" | "crdGroups"
> & {
	/** Argument for Helm's `--set` that makes the chart include its CRDs. */
	readonly crdsNeed?: string;
};

/** Charts with the CRDs of the platform, against which custom resources are validated. */
export const crdCharts = {
	traefik: {
		repository: "https://traefik.github.io/charts",
		name: "traefik",
		version: "41.3.0",
		why: "latest CRDs; k3s installs its own copy, with the same API version v1alpha1",
		crdGroups: ["traefik.io"],
	},
	certManager: {
		repository: "https://charts.jetstack.io",
		name: "cert-manager",
		version: platformParts.certManager.version.replace(/^v/, ""),
		why: "the version that provisioning installs",
		crdGroups: ["acme.cert-manager.io", "cert-manager.io"],
		crdsNeed: "crds.enabled=true",
	},
} as const satisfies Record<string, CrdChart>;

export type ChartName = keyof typeof charts;
