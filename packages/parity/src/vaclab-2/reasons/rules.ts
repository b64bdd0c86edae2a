import type { Reason } from "../../reasons.ts";

export const rules: readonly Reason[] = [
	{
		rows: [
			"alert group general.rules: TargetDown",
			"alert group kubernetes-apps: KubePodCrashLooping",
			"alert group kubernetes-system-kubelet: KubeNodeNotReady",
			"alert group kubernetes-system-kubelet: KubeletDown",
			"alert group node-exporter: NodeFilesystemAlmostOutOfSpace*",
			"alert group node-exporter: NodeHighNumberConntrackEntriesUsed",
			"alert group node-exporter: NodeClock*",
			"alert group node-exporter: NodeMemoryHighUtilization",
			"alert group node-network: NodeNetworkInterfaceFlapping",
			"alert group vm-health: ServiceDown",
			"alert group vmagent: RejectedRemoteWriteDataBlocksAreDropped",
			"alert group vmcluster: DiskRunsOutOfSpace",
		],
		why: "Our alert on the same has thresholds of a lab whose runs last minutes, and sums up as vmalert does.",
		owner: "infrastructure",
	},
	{
		rows: [
			"alert group vmsingle: *",
			"alert group kubernetes-system-apiserver: *",
			"alert group kubernetes-system: KubeClientErrors",
			"alert group kubernetes-system-scheduler: KubeSchedulerDown",
			"alert group kubernetes-apps: KubeHpa*",
			"alert group kubernetes-resources: Kube*Quota*",
			"alert group kube-state-metrics: KubeStateMetricsShard*",
			"alert group alertmanager.rules: Alertmanager*Cluster*",
			"alert group alertmanager.rules: AlertmanagerMembersInconsistent",
			"alert group alertmanager.rules: AlertmanagerConfigInconsistent",
			"alert group node-exporter: NodeSystemd*",
		],
		why: "It cannot tell anything in vaclab-2: its job is not scraped there (apiserver; kube-scheduler, which k3s runs in its own process, so that this one fires for ever), or what it watches is not there (a single-node store, quotas, autoscalers, shards, a cluster of Alertmanagers, node-exporter's systemd collector).",
		owner: "infrastructure",
	},
	{
		rows: [
			"alert group general.rules: Watchdog",
			"alert group general.rules: InfoInhibitor",
		],
		why: "Both are for receivers: one proves that alerts arrive, the other silences alerts of low severity. vaclab-2's only receiver is blackhole.",
		owner: "infrastructure",
	},
	{
		rows: ["alert group *: *"],
		why: "Not ported. In vaclab-2 it reached nobody, since Alertmanager's only receiver is blackhole; newer versions of the chart fetch these rules from moving branches. Our alerts cover what invalidates runs (packages/monitoring/src/rules); these would come one by one, each with its three cases.",
		owner: "infrastructure",
	},
	{
		rows: ["record group *: *"],
		why: "Used only by the chart's own alerts and dashboards, and gone with them.",
		owner: "infrastructure",
	},
	{
		rows: ["object VMRule vmetrics/vmks-victoria-metrics-k8s-stack-*"],
		why: "The objects that hold the chart's rules.",
		owner: "infrastructure",
	},
];
