import { experiments, fleetNodes } from "./experiments.ts";
import type { ScrapeJob } from "./job.ts";
import { cadvisor, kubelet } from "./kubelet.ts";
import { kubeStateMetrics, nodeExporter } from "./nodes.ts";
import {
	hubble,
	longhorn,
	otlpCollectors,
	scheduler,
	schedulerController,
	victoriaLogs,
} from "./platform.ts";

/**
 * Every scrape job of the lab. The VictoriaMetrics operator adds jobs for its
 * own programs and for Grafana.
 */
export const scrapeJobs: readonly ScrapeJob[] = [
	experiments,
	fleetNodes,
	cadvisor,
	kubelet,
	nodeExporter,
	kubeStateMetrics,
	hubble,
	scheduler,
	schedulerController,
	longhorn,
	victoriaLogs,
	otlpCollectors,
];
