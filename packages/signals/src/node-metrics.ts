import type { Metric, Unit } from "./metrics.ts";

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

/** What the lab's health is read from: the hardware and the kernel of a node. */
export const nodeMetrics = {
	node_uname_info: gauge("state", "kernel of the node", ["release"]),

	node_hwmon_temp_celsius: gauge("celsius", "temperature of a sensor", [
		"chip",
		"sensor",
	]),
	node_hwmon_chip_names: gauge("state", "what a chip is called", [
		"chip",
		"chip_name",
	]),

	node_cpu_seconds_total: counter("seconds", "time of a core in a mode", [
		"cpu",
		"mode",
	]),
	node_cpu_core_throttles_total: counter(
		"events",
		"times that a core slowed down for heat or power",
		["core", "package"],
	),
	node_cpu_scaling_frequency_hertz: gauge("hertz", "clock of a core", ["cpu"]),
	node_cpu_scaling_frequency_max_hertz: gauge(
		"hertz",
		"highest clock that the governor may choose",
		["cpu"],
	),

	node_memory_MemAvailable_bytes: gauge(
		"bytes",
		"memory that programs could still get",
	),
	node_memory_MemTotal_bytes: gauge("bytes", "memory of the machine"),
	node_vmstat_oom_kill: counter("events", "processes killed for memory"),
	node_edac_correctable_errors_total: counter(
		"errors",
		"memory errors that were mended",
		["controller"],
	),
	node_edac_uncorrectable_errors_total: counter(
		"errors",
		"memory errors that were not mended",
		["controller"],
	),

	node_pressure_cpu_waiting_seconds_total: counter(
		"seconds",
		"time in which some task waited for a core",
	),
	node_pressure_memory_waiting_seconds_total: counter(
		"seconds",
		"time in which some task waited for memory",
	),
	node_pressure_io_waiting_seconds_total: counter(
		"seconds",
		"time in which some task waited for a disk",
	),

	node_filesystem_avail_bytes: gauge("bytes", "room for programs", [
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
		"time in which a disk had work",
		device,
	),
	node_disk_read_time_seconds_total: counter(
		"seconds",
		"time that reads took, all added up",
		device,
	),
	node_disk_reads_completed_total: counter("events", "reads done", device),
	node_disk_write_time_seconds_total: counter(
		"seconds",
		"time that writes took, all added up",
		device,
	),
	node_disk_writes_completed_total: counter("events", "writes done", device),

	node_network_receive_bytes_total: counter("bytes", "bytes received", device),
	node_network_transmit_bytes_total: counter("bytes", "bytes sent", device),
	node_network_receive_packets_total: counter(
		"packets",
		"packets received",
		device,
	),
	node_network_receive_errs_total: counter(
		"packets",
		"packets received broken",
		device,
	),
	node_network_receive_drop_total: counter(
		"packets",
		"received packets thrown away",
		device,
	),
	node_network_transmit_errs_total: counter(
		"packets",
		"packets that could not be sent",
		device,
	),
	node_network_transmit_drop_total: counter(
		"packets",
		"packets thrown away before sending",
		device,
	),
	node_network_carrier_changes_total: counter(
		"events",
		"times that a link came or went",
		device,
	),
	node_netstat_Tcp_RetransSegs: counter("packets", "TCP segments sent again"),
	node_netstat_Tcp_OutSegs: counter("packets", "TCP segments sent"),
	node_netstat_TcpExt_ListenOverflows: counter(
		"events",
		"connections refused since a listener's queue was full",
	),
	node_softnet_dropped_total: counter(
		"packets",
		"packets dropped since a core's input queue was full",
		["cpu"],
	),
	node_nf_conntrack_entries: gauge("entries", "connections tracked"),
	node_nf_conntrack_entries_limit: gauge(
		"entries",
		"connections that can be tracked",
	),
	node_arp_entries: gauge("entries", "neighbours known", device),
	node_sysctl_net_ipv4_neigh_default_gc_thresh3: gauge(
		"entries",
		"neighbours that can be known",
	),

	node_timex_offset_seconds: gauge(
		"seconds",
		"how far the clock is from its reference",
	),
	node_timex_maxerror_seconds: gauge(
		"seconds",
		"how far the clock may be from true time at most",
	),
	node_timex_sync_status: gauge(
		"state",
		"1 while the clock follows a reference",
	),
} as const satisfies Record<string, Metric>;
