import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

const GIB = 2 ** 30;

/** Samples and lines that are lost on their way, or soon will be. */
export const stores: RuleGroup = {
	name: "stores",
	interval: scrapeIntervals.platform,
	rules: [
		{
			alert: "SamplesRefused",
			expr: "sum by (instance) (increase(vmagent_remotewrite_packets_dropped_total[5m])) > 0",
			for: "0s",
			severity: "critical",
			summary: "the metrics store refuses samples of {{ $labels.instance }}",
			help: "They are lost. The store's log says why it answers 400 or 409.",
		},
		{
			alert: "LinesRefused",
			expr: "sum by (instance, reason) (increase(vl_rows_dropped_total[5m])) > 0",
			for: "0s",
			severity: "critical",
			summary:
				"{{ $labels.instance }} takes not all log lines: {{ $labels.reason }}",
			help: "Deliveries of a run will be missing. Too old or too new a time means a wrong clock or a late collector.",
		},
		{
			alert: "MetricsStoreFull",
			expr: `vm_free_disk_space_bytes < ${10 * GIB}`,
			for: "5m",
			severity: "critical",
			summary:
				"{{ $labels.instance }} has {{ $value | humanize1024 }}B left for metrics",
			help: "It turns read-only when nothing is left. Enlarge its volume or shorten the retention.",
		},
		{
			alert: "LogStoreFull",
			expr: `vl_free_disk_space_bytes < ${10 * GIB}`,
			for: "5m",
			severity: "critical",
			summary:
				"{{ $labels.instance }} has {{ $value | humanize1024 }}B left for logs",
			help: "It turns read-only when nothing is left. Enlarge its volume or shorten the retention.",
		},
	],
};
