import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

/** Machines on which a measurement would be worth nothing, or that are about to fail. */
export const nodes: RuleGroup = {
	name: "nodes",
	interval: scrapeIntervals.nodeExporter,
	rules: [
		{
			alert: "NodeClockFree",
			expr: "node_timex_sync_status == 0",
			for: "5m",
			severity: "critical",
			summary: "the clock of {{ $labels.node }} follows no reference",
			help: "Delays between this node and others mean nothing. Look at chronyd and at the way to its servers.",
		},
		{
			alert: "NodeClockOff",
			expr: "abs(node_timex_offset_seconds) > 0.005",
			for: "5m",
			severity: "critical",
			summary:
				"the clock of {{ $labels.node }} is {{ $value | humanizeDuration }} off",
			help: "Delays are wrong by that much. Start no run before it is under 5 ms.",
		},
		{
			alert: "NodeKillsForMemory",
			expr: "increase(node_vmstat_oom_kill[5m]) > 0",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.node }} killed a process for memory",
			help: "A run that had pods there has lost nodes. Ask for more memory per pod, or for fewer pods.",
		},
		{
			alert: "NodeMemoryLow",
			expr: "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.05",
			for: "2m",
			severity: "warning",
			summary:
				"{{ $labels.node }} has {{ $value | humanizePercentage }} of its memory left",
			help: "The kernel will soon kill processes. Scale the run down or move it.",
		},
		{
			alert: "NodeDiskFull",
			expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"} < 0.1',
			for: "10m",
			severity: "warning",
			summary:
				"{{ $labels.mountpoint }} of {{ $labels.node }} has {{ $value | humanizePercentage }} left",
			help: "At 5 % Kubernetes evicts pods. Remove old images, logs and datasets.",
		},
		{
			alert: "NodeMemoryBroken",
			expr: "increase(node_edac_uncorrectable_errors_total[1h]) > 0",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.node }} has memory errors that were not mended",
			help: "Drain the node and change the module.",
		},
		{
			alert: "NodeThrottles",
			expr: "sum by (node) (rate(node_cpu_core_throttles_total[5m])) > 1",
			for: "5m",
			severity: "warning",
			summary: "{{ $labels.node }} slows its cores down",
			help: "Figures of runs there do not compare with others. Look at fans, temperatures and power limits.",
		},
		{
			alert: "NodeDropsPackets",
			expr: "sum by (node) (rate(node_softnet_dropped_total[2m])) > 0",
			for: "2m",
			severity: "warning",
			summary: "{{ $labels.node }} drops packets that it has no time for",
			help: "Losses of the run come from the machine, not from the protocol. Spread the pods over more nodes.",
		},
		{
			alert: "NodeLinkUnsteady",
			expr: "sum by (node, device) (increase(node_network_carrier_changes_total[10m])) > 2",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.device }} of {{ $labels.node }} comes and goes",
			help: "Look at cable, transceiver and switch port.",
		},
		{
			alert: "NodeConnectionTableFull",
			expr: "node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.9",
			for: "1m",
			severity: "critical",
			summary:
				"{{ $labels.node }} tracks {{ $value | humanizePercentage }} of the connections that it can",
			help: "New connections will be dropped without a word. Raise the limit in the tuning role.",
		},
		{
			alert: "NodeNeighbourTableFull",
			expr: "sum by (node) (node_arp_entries) / on (node) max by (node) (node_sysctl_net_ipv4_neigh_default_gc_thresh3) > 0.9",
			for: "1m",
			severity: "critical",
			summary:
				"{{ $labels.node }} knows {{ $value | humanizePercentage }} of the neighbours that it can",
			help: "Pods will not reach each other. Raise gc_thresh3 in the tuning role.",
		},
	],
};
