import { type Panel, share } from "../panel.ts";
import { rate, select } from "./_node.ts";

export const cpu: readonly Panel[] = [
	{
		title: "CPU busy",
		description:
			"Share of CPU time that was not idle, over all cores. Above the red line, pods wait for a core, and measured delays no longer reflect the network alone.",
		...share,
		queries: [
			{
				expr: `1 - avg by (node) (${rate("node_cpu_seconds_total", { mode: "idle" })})`,
				legend: "{{node}}",
			},
		],
		limits: [0.85, 0.95],
	},
	{
		title: "Waiting for a core",
		description:
			"Share of time during which at least one runnable task waited for a core (pressure stall information).",
		...share,
		queries: [
			{
				expr: rate("node_pressure_cpu_waiting_seconds_total"),
				legend: "{{node}}",
			},
		],
		limits: [0.1, 0.3],
	},
	{
		title: "Software interrupts and steal",
		description:
			"Share of CPU time spent in software interrupts, mostly on packets, and share taken by a hypervisor. Bare metal has no steal.",
		...share,
		queries: [
			{
				expr: `avg by (node) (${rate("node_cpu_seconds_total", { mode: "softirq" })})`,
				legend: "{{node}} softirq",
			},
			{
				expr: `avg by (node) (${rate("node_cpu_seconds_total", { mode: "steal" })})`,
				legend: "{{node}} steal",
			},
		],
	},
	{
		title: "Throttling",
		description:
			"Times per second that a core slowed down because of heat or power limits. A run with any throttling cannot be compared with others.",
		unit: "cps",
		min: 0,
		queries: [
			{
				expr: `sum by (node) (${rate("node_cpu_core_throttles_total")})`,
				legend: "{{node}}",
			},
		],
	},
	{
		title: "Clock rate",
		description:
			"Mean clock rate of the cores, as a share of the highest rate the governor may choose.",
		...share,
		queries: [
			{
				expr: `avg by (node) (${select("node_cpu_scaling_frequency_hertz")} / ${select("node_cpu_scaling_frequency_max_hertz")})`,
				legend: "{{node}}",
			},
		],
	},
];
