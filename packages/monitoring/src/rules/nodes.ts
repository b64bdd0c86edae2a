import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

/** Alerts for machines whose measurements are invalid, or that are about to fail. */
export const nodes: RuleGroup = {
	name: "nodes",
	interval: scrapeIntervals.nodeExporter,
	rules: [
		{
			alert: "NodeClockFree",
			expr: "node_timex_sync_status == 0",
			for: "5m",
			severity: "critical",
			summary: "the clock of {{ $labels.node }} is not synchronized",
			help: "Delays measured between this node and others are meaningless. Check chronyd and whether it reaches its servers.",
		},
		{
			alert: "NodeClockOff",
			expr: "abs(node_timex_offset_seconds) > 0.005",
			for: "5m",
			severity: "critical",
			summary:
				"the clock of {{ $labels.node }} is {{ $value | humanizeDuration }} off",
			help: "Measured delays are wrong by as much. Do not start a run until the offset is below 5 ms.",
		},
		{
			alert: "NodeKillsForMemory",
			expr: "increase_prometheus(node_vmstat_oom_kill[5m]) > 0",
			for: "0s",
			severity: "critical",
			summary: "the OOM killer of {{ $labels.node }} killed a process",
			help: "A run with pods there may have lost nodes. Request more memory per pod, or run fewer pods.",
		},
		{
			alert: "NodeMemoryLow",
			expr: "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.05",
			for: "2m",
			severity: "warning",
			summary:
				"{{ $labels.node }} has {{ $value | humanizePercentage }} of its memory left",
			help: "The kernel will soon kill processes. Scale the run down or move it to other nodes.",
		},
		{
			alert: "NodeDiskFull",
			expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"} < 0.1',
			for: "10m",
			severity: "warning",
			summary:
				"{{ $labels.mountpoint }} of {{ $labels.node }} has {{ $value | humanizePercentage }} left",
			help: "Kubernetes evicts pods when 5 % is left. Remove old images, logs and datasets.",
		},
		{
			alert: "NodeMemoryBroken",
			expr: "increase_prometheus(node_edac_uncorrectable_errors_total[1h]) > 0",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.node }} has uncorrectable memory errors",
			help: "Drain the node and replace the memory module.",
		},
		{
			alert: "NodeThrottles",
			expr: "sum by (node) (rate(node_cpu_core_throttles_total[5m])) > 1",
			for: "5m",
			severity: "warning",
			summary: "{{ $labels.node }} throttles its cores",
			help: "Results of runs there cannot be compared with others. Check fans, temperatures and power limits.",
		},
		{
			alert: "NodeDropsPackets",
			expr: "sum by (node) (rate(node_softnet_dropped_total[2m])) > 0",
			for: "2m",
			severity: "warning",
			summary:
				"{{ $labels.node }} drops packets because its cores cannot keep up",
			help: "Losses in a run come from the machine, not from the protocol. Spread the pods over more nodes.",
		},
		{
			alert: "NodeLinkUnsteady",
			expr: "sum by (node, device) (increase_prometheus(node_network_carrier_changes_total[10m])) > 2",
			for: "0s",
			severity: "critical",
			summary:
				"the link {{ $labels.device }} of {{ $labels.node }} is flapping",
			help: "Check the cable, the transceiver and the switch port.",
		},
		{
			alert: "NodeConnectionTableFull",
			expr: "node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.9",
			for: "1m",
			severity: "critical",
			summary:
				"the connection tracking table of {{ $labels.node }} is {{ $value | humanizePercentage }} full",
			help: "When it is full, new connections are dropped silently. Raise the limit in the tuning role.",
		},
		{
			alert: "NodeNeighbourTableFull",
			expr: "sum by (node) (node_arp_entries) / on (node) max by (node) (node_sysctl_net_ipv4_neigh_default_gc_thresh3) > 0.9",
			for: "1m",
			severity: "critical",
			summary:
				"the neighbour table of {{ $labels.node }} is {{ $value | humanizePercentage }} full",
			help: "When it is full, pods cannot reach each other. Raise gc_thresh3 in the tuning role.",
		},
	],
};
