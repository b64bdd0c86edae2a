import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RuleGroup } from "./rule.ts";

const GIB = 2 ** 30;

/** Alerts for samples and log lines that are being lost, or soon will be. */
export const stores: RuleGroup = {
	name: "stores",
	interval: scrapeIntervals.platform,
	rules: [
		{
			alert: "SamplesRefused",
			expr: "sum by (instance) (increase_prometheus(vmagent_remotewrite_packets_dropped_total[5m])) > 0",
			for: "0s",
			severity: "critical",
			summary: "the metrics store rejects samples from {{ $labels.instance }}",
			help: "The samples are lost. The store's log gives the reason for its 400 or 409 responses.",
		},
		{
			alert: "LinesRefused",
			expr: "sum by (instance, reason) (increase_prometheus(vl_rows_dropped_total[5m])) > 0",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.instance }} drops log lines: {{ $labels.reason }}",
			help: "Deliveries will be missing from runs. A timestamp that is too old or too new means a wrong clock or a late collector.",
		},
		{
			alert: "LinesTooLong",
			expr: "sum by (instance) (increase_prometheus(vl_too_long_lines_skipped_total[5m])) > 0",
			for: "0s",
			severity: "critical",
			summary: "{{ $labels.instance }} drops log lines that are too long",
			help: "The lines that followed them in the same request may be lost as well: deliveries will be missing from runs. Find the program that writes lines of more than 256 KiB.",
		},
		{
			alert: "MetricsStoreFull",
			expr: `vm_free_disk_space_bytes < ${10 * GIB}`,
			for: "5m",
			severity: "critical",
			summary:
				"{{ $labels.instance }} has {{ $value | humanize1024 }}B left for metrics",
			help: "It becomes read-only when the disk is full. Enlarge its volume or shorten the retention.",
		},
		{
			alert: "LogStoreFull",
			expr: `vl_free_disk_space_bytes < ${10 * GIB}`,
			for: "5m",
			severity: "critical",
			summary:
				"{{ $labels.instance }} has {{ $value | humanize1024 }}B left for logs",
			help: "It becomes read-only when the disk is full. Enlarge its volume or shorten the retention.",
		},
	],
};
