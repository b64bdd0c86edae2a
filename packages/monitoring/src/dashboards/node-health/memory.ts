import { type Panel, share } from "../panel.ts";
import { rate, select } from "./_node.ts";

export const memory: readonly Panel[] = [
	{
		title: "Memory used",
		description: "Share of memory that is not available to programs.",
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
			"Share of time during which at least one task waited for memory to be freed.",
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
		title: "OOM kills and memory errors",
		description:
			"Processes killed by the OOM killer, and corrected and uncorrected memory errors, per second. Any uncorrected error means a broken memory module.",
		unit: "cps",
		min: 0,
		queries: [
			{ expr: rate("node_vmstat_oom_kill"), legend: "{{node}} OOM kills" },
			{
				expr: `sum by (node) (${rate("node_edac_correctable_errors_total")})`,
				legend: "{{node}} corrected",
			},
			{
				expr: `sum by (node) (${rate("node_edac_uncorrectable_errors_total")})`,
				legend: "{{node}} uncorrected",
			},
		],
	},
];
