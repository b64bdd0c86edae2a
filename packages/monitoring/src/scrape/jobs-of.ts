import type { Metric } from "@lab/signals";
import { experiments } from "./experiments.ts";
import type { ScrapeJob } from "./job.ts";
import { scrapeJobs } from "./jobs.ts";
import { cadvisor } from "./kubelet.ts";
import { kubeStateMetrics, nodeExporter } from "./nodes.ts";
import { longhorn, victoriaLogs } from "./platform.ts";

const jobs: Readonly<Record<Metric["exporter"], readonly ScrapeJob[]>> = {
	nim: [experiments],
	"nim-libp2p": [experiments],
	cadvisor: [cadvisor],
	"node-exporter": [nodeExporter],
	"kube-state-metrics": [kubeStateMetrics],
	longhorn: [longhorn],
	"victoria-logs": [victoriaLogs],
	// The VictoriaMetrics operator scrapes its own programs and keeps every metric.
	"victoria-metrics": [],
	scrape: scrapeJobs,
};

/** Returns the jobs that scrape a metric. */
export const jobsOf = ({ exporter }: Metric): readonly ScrapeJob[] =>
	jobs[exporter];
