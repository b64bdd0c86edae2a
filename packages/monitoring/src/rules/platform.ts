import { experiments } from "../scrape/experiments.ts";
import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

/** Kubernetes and what runs on it for everybody. */
export const platform: RuleGroup = {
	name: "platform",
	interval: scrapeIntervals.platform,
	rules: [
		{
			alert: "NodeNotReady",
			expr: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
			for: "1m",
			severity: "critical",
			summary: "Kubernetes has lost {{ $labels.node }}",
			help: "Its pods are gone for their runs. Look at k3s on the machine: `pnpm provision verify --limit <node>`.",
		},
		{
			alert: "ContainerCrashes",
			expr: 'max by (namespace, pod, container) (kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}) == 1',
			for: "5m",
			severity: "warning",
			summary:
				"{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} starts and dies again",
			help: "Read its last words: kubectl logs --previous.",
		},
		{
			alert: "VolumeUnsafe",
			// Longhorn up to 1.10 writes a number, from 1.11 on a label.
			expr: 'longhorn_volume_robustness{state=""} >= 2 or longhorn_volume_robustness{state=~"degraded|faulted"} == 1',
			for: "10m",
			severity: "warning",
			summary: "the volume {{ $labels.volume }} misses copies",
			help: "A rebuild loads disks and network: start no run before it is done. Look at the volume in Longhorn.",
		},
		{
			alert: "TargetSilent",
			// Nodes of experiments come and go, and have a rule of their own.
			expr: `up{job!="${experiments.job_name}"} == 0`,
			for: "5m",
			severity: "critical",
			summary: "{{ $labels.job }} cannot be read at {{ $labels.instance }}",
			help: "What it would tell is lost for as long. Look at the target's page in vmagent.",
		},
	],
};
