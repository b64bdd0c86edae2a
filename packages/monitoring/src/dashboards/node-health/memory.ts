import { type Panel, share } from "../panel.ts";
import { rate, select } from "./_node.ts";

export const memory: readonly Panel[] = [
	{
		title: "Memory used",
		description: "Share that no program could get any more.",
		...share,
		queries: [
			{
				expr: `1 - ${select("node_memory_MemAvailable_bytes")} / ${select("node_memory_MemTotal_bytes")}`,
				legend: "{{node}}",
			},
		],
		limits: [0.8, 0.9],
	},
	{
		title: "Waiting for memory",
		description:
			"Share of time in which at least one task waited for memory to be freed.",
		...share,
		queries: [
			{
				expr: rate("node_pressure_memory_waiting_seconds_total"),
				legend: "{{node}}",
			},
		],
		limits: [0.01, 0.1],
	},
	{
		title: "Killed for memory, and memory errors",
		description:
			"Processes killed, errors mended and errors not mended, per second. Any error that was not mended is a broken module.",
		unit: "cps",
		min: 0,
		queries: [
			{ expr: rate("node_vmstat_oom_kill"), legend: "{{node}} killed" },
			{
				expr: `sum by (node) (${rate("node_edac_correctable_errors_total")})`,
				legend: "{{node}} mended",
			},
			{
				expr: `sum by (node) (${rate("node_edac_uncorrectable_errors_total")})`,
				legend: "{{node}} not mended",
			},
		],
	},
];
