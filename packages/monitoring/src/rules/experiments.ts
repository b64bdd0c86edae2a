import { experiments as job } from "../scrape/experiments.ts";
import { scrapeIntervals } from "../scrape/intervals.ts";
import type { RecordingRule, RuleGroup } from "./rule.ts";

/** Four scrapes, so that one that is lost loses nothing. */
const WINDOW = "2m";

const record = (
	name: RecordingRule["record"],
	expr: string,
	meaning: string,
): RecordingRule => ({ record: name, expr, meaning });

/** A run in a handful of series: what months of runs are compared by. */
export const experiments: RuleGroup = {
	name: "experiments",
	interval: scrapeIntervals.experiments,
	rules: [
		record(
			"namespace:libp2p_nodes:up",
			`sum by (namespace) (up{job="${job.job_name}"})`,
			"nodes that answer",
		),
		record(
			"namespace:libp2p_peers:avg",
			"avg by (namespace) (libp2p_peers)",
			"peers that a node has, on average",
		),
		record(
			"namespace:libp2p_gossipsub_mesh_peers:avg",
			"avg by (namespace) (libp2p_gossipsub_peers_per_topic_mesh)",
			"mesh degree, on average",
		),
		record(
			"namespace:libp2p_gossipsub_received:rate2m",
			`sum by (namespace) (rate(libp2p_gossipsub_received_total[${WINDOW}]))`,
			"messages per second that nodes saw for the first time",
		),
		record(
			"namespace:libp2p_gossipsub_duplicate:ratio2m",
			`sum by (namespace) (rate(libp2p_gossipsub_duplicate_total[${WINDOW}])) / sum by (namespace) (rate(libp2p_gossipsub_received_total[${WINDOW}]))`,
			"copies for each message",
		),
		record(
			"namespace:libp2p_network_bytes:rate2m",
			`sum by (namespace, direction) (rate(libp2p_network_bytes_total[${WINDOW}]))`,
			"bytes per second of all nodes",
		),
		{
			alert: "ExperimentNodeSilent",
			// A pod that never answered has no metrics to lose, and one that is gone is no target.
			expr: `(up{job="${job.job_name}"} == 0) and (max_over_time(up{job="${job.job_name}"}[10m]) == 1)`,
			for: "1m",
			severity: "warning",
			summary: "{{ $labels.pod }} of {{ $labels.namespace }} answers no more",
			help: "Its run misses samples and will be judged so. Look at the pod's log and restarts, and at its machine.",
		},
	],
};
