import { toSeconds } from "@lab/core";
import { experiments as job } from "../scrape/experiments.ts";
import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RecordingRule, RuleGroup } from "./rule.ts";

/** Spans four scrapes, so that one lost scrape leaves no gap. */
const WINDOW = "2m";

/**
 * Increase per second over the window, including that of nodes which ended in it.
 * In VictoriaMetrics, `rate` would count those at full speed for the whole window.
 * A node's counters start at 0 with it, so counting its first value is right.
 */
const perSecond = (metric: string, by: string): string =>
	`sum by (${by}) (increase(${metric}[${WINDOW}])) / ${toSeconds(WINDOW)}`;

const record = (
	name: RecordingRule["record"],
	expr: string,
	meaning: string,
): RecordingRule => ({ record: name, expr, meaning });

/** Summary of a run in a few series, for comparing months of runs. */
export const experiments: RuleGroup = {
	name: "experiments",
	interval: scrapeIntervals.experiments,
	rules: [
		record(
			"namespace:libp2p_nodes:up",
			`sum by (namespace) (up{job="${job.job_name}"})`,
			"nodes that respond to scrapes",
		),
		record(
			"namespace:libp2p_peers:avg",
			"avg by (namespace) (libp2p_peers)",
			"mean number of connected peers per node",
		),
		record(
			"namespace:libp2p_gossipsub_mesh_peers:avg",
			"avg by (namespace) (libp2p_gossipsub_peers_per_topic_mesh)",
			"mean mesh degree",
		),
		record(
			"namespace:libp2p_gossipsub_received:rate2m",
			perSecond("libp2p_gossipsub_received_total", "namespace"),
			"messages per second received for the first time, summed over all nodes",
		),
		record(
			"namespace:libp2p_gossipsub_duplicate:ratio2m",
			`sum by (namespace) (increase(libp2p_gossipsub_duplicate_total[${WINDOW}])) / sum by (namespace) (increase(libp2p_gossipsub_received_total[${WINDOW}]))`,
			"duplicates received per new message",
		),
		record(
			"namespace:libp2p_network_bytes:rate2m",
			perSecond("libp2p_network_bytes_total", "namespace, direction"),
			"bytes per second, summed over all nodes",
		),
		{
			alert: "ExperimentNodeSilent",
			// Pods that never responded are ignored: they have no metrics to lose. Deleted pods are no longer targets.
			expr: `(up{job="${job.job_name}"} == 0) and (max_over_time(up{job="${job.job_name}"}[10m]) == 1)`,
			for: "1m",
			severity: "warning",
			summary:
				"{{ $labels.pod }} in {{ $labels.namespace }} no longer responds to scrapes",
			help: "Its run is missing samples, and the verdict will say so. Check the pod's log and restarts, and its machine.",
		},
	],
};
