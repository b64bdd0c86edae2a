import { type Panel, share } from "../panel.ts";
import { rate, select } from "./_node.ts";

export const cpu: readonly Panel[] = [
	{
		title: "CPU busy",
		description:
			"Share of all cores that did something. Above the second line pods wait for a core, and delays are no longer those of the network.",
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
			"Share of time in which at least one task could have run but had no core (pressure stall information).",
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
			"Share of all cores that moved packets, and share that a hypervisor took. Metal has no steal.",
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
			"Times per second that a core slowed down for heat or power. A run with any is not comparable.",
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
			"Mean clock of the cores as a share of the highest that the governor may choose.",
		...share,
		queries: [
			{
				expr: `avg by (node) (${select("node_cpu_scaling_frequency_hertz")} / ${select("node_cpu_scaling_frequency_max_hertz")})`,
				legend: "{{node}}",
			},
		],
	},
];
