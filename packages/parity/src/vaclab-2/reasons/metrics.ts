import type { Reason } from "../../reasons.ts";

export const metrics: readonly Reason[] = [
	{
		rows: [
			"scrape job vmks-victoria-metrics-k8s-stack-probes",
			"scrape job vmks-victoria-metrics-k8s-stack-resources",
		],
		why: "No dashboard and no alert uses the kubelet's metrics of probes and of resources; cAdvisor has the latter in more detail.",
		owner: "infrastructure",
	},
	{
		rows: ["scrape job vmks-victoria-metrics-k8s-stack-kubelet"],
		why: "Numbers of pods and sizes of volumes change slowly.",
		owner: "infrastructure",
	},
	{
		rows: [
			"object ValidatingWebhookConfiguration vmks-victoria-metrics-operator-admission",
			"object Secret vmetrics/vmks-victoria-metrics-operator-validation",
		],
		why: "Custom resources are validated before they are committed, and the webhook would get a new certificate at each rendering.",
		owner: "infrastructure",
	},
	{
		rows: ["object Secret vmetrics/vmks-grafana"],
		why: "The administrator's password is a declared secret, grafana-admin; adoption copies it.",
		owner: "infrastructure",
	},
	{
		rows: ["object Role* vmetrics/vmks-grafana"],
		why: "A Role without rules, which the chart no longer creates.",
		owner: "infrastructure",
	},
	{
		rows: [
			"object VMServiceScrape vmetrics/vmks-victoria-metrics-k8s-stack-*",
			"object VMNodeScrape vmetrics/vmks-victoria-metrics-k8s-stack-*",
			"object VMServiceScrape vmetrics/hubble-metrics",
			"object VMPodScrape vmetrics/vaclab-scheduler-metrics",
			"object VMPodScrape vmetrics/vaclab-scheduler-controller-metrics",
			"object Service kube-system/vmks-victoria-metrics-k8s-stack-kube-scheduler",
			"scrape job hubble-metrics",
			"scrape job vmks-victoria-metrics-k8s-stack-kube-*",
			"scrape job vmks-victoria-metrics-k8s-stack-prometheus-node-exporter",
		],
		why: "Scrape jobs stand in vmagent's configuration, typed and tested in one list; the port is found by relabelling.",
		owner: "infrastructure",
	},
	{
		rows: ["field release vmks: kube*.vmScrape*", "port release vmks: kube*"],
		why: "The jobs of the kubelet, cAdvisor, the scheduler and kube-state-metrics are our own (packages/monitoring/src/scrape). They keep what is used, by name, instead of dropping what is known to be useless; the lab's own namespaces are kept, since alerts need them.",
		owner: "infrastructure",
	},
	{
		rows: ["argument release vmks: prometheus-node-exporter.*"],
		why: "Older names of flags: we set collector.filesystem.mount-points-exclude, which excludes these mount points and those of pods; the default of the other excludes these file systems.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release vmks: defaultDashboards.*",
			"field release vmks-external: default*",
		],
		why: "The chart's dashboards and rules are off: newer versions fetch them from moving branches at run time (syncJob).",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release vmks: vmcluster.spec.vmstorage.enabled",
			"field release vmks-external: vmcluster.spec.vmstorage.enabled",
		],
		why: "VMCluster has no such field; its storage is always on.",
		owner: "infrastructure",
	},
	{
		rows: ["field release vmks: defaultDatasources.*"],
		why: "Repeats Grafana's defaults for a data source, or sets what the plug-in does not document (httpMethod, version).",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release vmks: grafana.grafana.ini.users.auto_assign_org",
			"field release vmks: grafana.grafana.ini.auth.generic_oauth.auto_login",
			"field release vmks: grafana.grafana.ini.auth.generic_oauth.skip_org_role_sync",
			"field release vmks: grafana.grafana.ini.auth.generic_oauth.email_attribute_path",
		],
		why: "Repeats a default of Grafana or of its chart.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release vmks: grafana.grafana.ini.log.*",
			"field release vmks: grafana.grafana.ini.auth.generic_oauth.tls_skip_verify_insecure",
		],
		why: "Left from a search for a fault in the login: it logs tokens, and accepts any certificate.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release vmks: grafana.grafana.ini.auth.generic_oauth.sign_out_redirect_url",
		],
		why: "Grafana reads signout_redirect_url, which we set.",
		owner: "infrastructure",
	},
	{
		rows: ["field release vmks: grafana.plugins*"],
		why: "Plugins are pinned to a version.",
		owner: "infrastructure",
	},
	{
		rows: ["field release vmks: grafana.vmScrape.*"],
		why: "The interval of vmagent's own default, which is the same.",
		owner: "infrastructure",
	},
];
