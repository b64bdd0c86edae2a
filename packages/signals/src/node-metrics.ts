import type { Metric, Unit } from "./metric.ts";

const metric =
	(type: Metric["type"]) =>
	(unit: Unit, meaning: string, labels: readonly string[] = []): Metric => ({
		type,
		unit,
		labels,
		exporter: "node-exporter",
		meaning,
	});

const counter = metric("counter");
const gauge = metric("gauge");

const device = ["device"] as const;

/** Metrics of a node's hardware and kernel, which show the lab's health. */
export const nodeMetrics = {
	node_uname_info: gauge("state", "kernel of the node", ["release"]),

	node_hwmon_temp_celsius: gauge("celsius", "temperature of a sensor", [
		"chip",
		"sensor",
	]),
	node_hwmon_chip_names: gauge("state", "name of a chip", [
		"chip",
		"chip_name",
	]),

	node_cpu_seconds_total: counter("seconds", "time a core spent in a mode", [
		"cpu",
		"mode",
	]),
	node_cpu_core_throttles_total: counter(
		"events",
		"times that a core slowed down because of heat or power limits",
		["core", "package"],
	),
	node_cpu_scaling_frequency_hertz: gauge("hertz", "clock rate of a core", [
		"cpu",
	]),
	node_cpu_scaling_frequency_max_hertz: gauge(
		"hertz",
		"highest clock rate the governor may choose",
		["cpu"],
	),

	node_memory_MemAvailable_bytes: gauge(
		"bytes",
		"memory available to programs",
	),
	node_memory_MemTotal_bytes: gauge("bytes", "memory of the machine"),
	node_vmstat_oom_kill: counter("events", "processes killed by the OOM killer"),
	node_edac_correctable_errors_total: counter(
		"errors",
		"corrected memory errors",
		["controller"],
	),
	node_edac_uncorrectable_errors_total: counter(
		"errors",
		"uncorrectable memory errors",
		["controller"],
	),

	node_pressure_cpu_waiting_seconds_total: counter(
		"seconds",
		"time during which at least one task waited for a core",
	),
	node_pressure_memory_waiting_seconds_total: counter(
		"seconds",
		"time during which at least one task waited for memory",
	),
	node_pressure_io_waiting_seconds_total: counter(
		"seconds",
		"time during which at least one task waited for a disk",
	),

	node_filesystem_avail_bytes: gauge("bytes", "space available to programs", [
		"mountpoint",
		"device",
		"fstype",
	]),
	node_filesystem_size_bytes: gauge("bytes", "size of a file system", [
		"mountpoint",
		"device",
		"fstype",
	]),
	node_disk_io_time_seconds_total: counter(
		"seconds",
		"time during which a disk was busy",
		device,
	),
	node_disk_read_time_seconds_total: counter(
		"seconds",
		"total time of all reads",
		device,
	),
	node_disk_reads_completed_total: counter("events", "completed reads", device),
	node_disk_write_time_seconds_total: counter(
		"seconds",
		"total time of all writes",
		device,
	),
	node_disk_writes_completed_total: counter(
		"events",
		"completed writes",
		device,
	),

	node_network_receive_bytes_total: counter("bytes", "bytes received", device),
	node_network_transmit_bytes_total: counter("bytes", "bytes sent", device),
	node_network_receive_packets_total: counter(
		"packets",
		"packets received",
		device,
	),
	node_network_receive_errs_total: counter(
		"packets",
		"received packets with errors",
		device,
	),
	node_network_receive_drop_total: counter(
		"packets",
		"received packets dropped",
		device,
	),
	node_network_transmit_errs_total: counter(
		"packets",
		"packets that could not be sent",
		device,
	),
	node_network_transmit_drop_total: counter(
		"packets",
		"packets dropped before sending",
		device,
	),
	node_network_carrier_changes_total: counter(
		"events",
		"times that a link went up or down",
		device,
	),
	node_netstat_Tcp_RetransSegs: counter(
		"packets",
		"TCP segments retransmitted",
	),
	node_netstat_Tcp_OutSegs: counter("packets", "TCP segments sent"),
	node_netstat_TcpExt_ListenOverflows: counter(
		"events",
		"connections refused because a listener's queue was full",
	),
	node_softnet_dropped_total: counter(
		"packets",
		"packets dropped because a core's input queue was full",
		["cpu"],
	),
	node_nf_conntrack_entries: gauge("entries", "tracked connections"),
	node_nf_conntrack_entries_limit: gauge(
		"entries",
		"size of the connection tracking table",
	),
	node_arp_entries: gauge("entries", "known neighbours", device),
	node_sysctl_net_ipv4_neigh_default_gc_thresh3: gauge(
		"entries",
		"size of the neighbour table",
	),

	node_timex_offset_seconds: gauge(
		"seconds",
		"offset of the clock from its reference",
	),
	node_timex_maxerror_seconds: gauge(
		"seconds",
		"upper bound of the clock error",
	),
	node_timex_sync_status: gauge(
		"state",
		"1 while the clock is synchronized to a reference",
	),
} as const satisfies Record<string, Metric>;
