import { type Panel, share } from "../panel.ts";
import { disk, rate, select } from "./_node.ts";

const room = { fstype: '=~"ext4|xfs|btrfs"' } as const;

/** Mean time of one operation: time of all of them by their number. */
const latency = (
	time:
		| "node_disk_read_time_seconds_total"
		| "node_disk_write_time_seconds_total",
	count: "node_disk_reads_completed_total" | "node_disk_writes_completed_total",
) => `${rate(time, disk)} / (${rate(count, disk)} > 0)`;

export const storage: readonly Panel[] = [
	{
		title: "Disk full",
		description: "Share of each file system that is taken.",
		...share,
		queries: [
			{
				expr: `1 - ${select("node_filesystem_avail_bytes", room)} / ${select("node_filesystem_size_bytes", room)}`,
				legend: "{{node}} {{mountpoint}}",
			},
		],
		limits: [0.8, 0.9],
	},
	{
		title: "Disk busy",
		description: "Share of time in which a disk had work.",
		...share,
		queries: [
			{
				expr: rate("node_disk_io_time_seconds_total", disk),
				legend: "{{node}} {{device}}",
			},
		],
	},
	{
		title: "Disk latency",
		description: "Mean time of one read and of one write.",
		unit: "s",
		min: 0,
		queries: [
			{
				expr: latency(
					"node_disk_read_time_seconds_total",
					"node_disk_reads_completed_total",
				),
				legend: "{{node}} {{device}} read",
			},
			{
				expr: latency(
					"node_disk_write_time_seconds_total",
					"node_disk_writes_completed_total",
				),
				legend: "{{node}} {{device}} write",
			},
		],
	},
	{
		title: "Waiting for a disk",
		description: "Share of time in which at least one task waited for a disk.",
		...share,
		queries: [
			{
				expr: rate("node_pressure_io_waiting_seconds_total"),
				legend: "{{node}}",
			},
		],
		limits: [0.1, 0.3],
	},
];
