import { experiments, fleetNodes } from "../scrape/experiments.ts";
import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

/** Alerts for Kubernetes and the services that all experiments share. */
export const platform: RuleGroup = {
	name: "platform",
	interval: scrapeIntervals.platform,
	rules: [
		{
			alert: "NodeNotReady",
			expr: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
			for: "1m",
			severity: "critical",
			summary: "{{ $labels.node }} is not ready",
			help: "Runs have lost its pods. Check k3s on the machine: `pnpm provision verify --limit <node>`.",
		},
		{
			alert: "ContainerCrashes",
			expr: 'max by (namespace, pod, container) (kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}) == 1',
			for: "5m",
			severity: "warning",
			summary:
				"{{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }} is crash-looping",
			help: "Read the log of the crashed container: kubectl logs --previous.",
		},
		{
			alert: "VolumeUnsafe",
			// Longhorn up to 1.10 exports the state as a number, from 1.11 on as a label.
			expr: 'longhorn_volume_robustness{state=""} >= 2 or longhorn_volume_robustness{state=~"degraded|faulted"} == 1',
			for: "10m",
			severity: "warning",
			summary: "the volume {{ $labels.volume }} is missing replicas",
			help: "A rebuild loads disks and network: do not start a run until it is done. Check the volume in Longhorn.",
		},
		{
			alert: "TargetSilent",
			// Pods of experiments come and go; ExperimentNodeSilent covers them.
			expr: `up{job!~"${experiments.job_name}|${fleetNodes.job_name}"} == 0`,
			for: "5m",
			severity: "critical",
			summary: "{{ $labels.job }} cannot be scraped at {{ $labels.instance }}",
			help: "Its metrics are lost until it responds again. Check the target on vmagent's targets page.",
		},
	],
};
