import { type Panel, share } from "../panel.ts";
import { disk, rate, select } from "./_node.ts";

const onDisk = { fstype: '=~"ext4|xfs|btrfs"' } as const;

/** Query for the mean duration of one operation: total time divided by the number of operations. */
const latency = (
	time:
		| "node_disk_read_time_seconds_total"
		| "node_disk_write_time_seconds_total",
	count: "node_disk_reads_completed_total" | "node_disk_writes_completed_total",
) => `${rate(time, disk)} / (${rate(count, disk)} > 0)`;

export const storage: readonly Panel[] = [
	{
		title: "Disk full",
		description: "Share of each file system that is in use.",
		...share,
		queries: [
			{
				expr: `1 - ${select("node_filesystem_avail_bytes", onDisk)} / ${select("node_filesystem_size_bytes", onDisk)}`,
				legend: "{{node}} {{mountpoint}}",
			},
		],
		limits: [0.8, 0.9],
	},
	{
		title: "Disk busy",
		description: "Share of time during which a disk was busy.",
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
		description: "Mean duration of a read and of a write.",
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
		description:
			"Share of time during which at least one task waited for a disk.",
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
