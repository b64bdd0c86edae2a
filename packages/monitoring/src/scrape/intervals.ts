import type { Duration } from "@lab/core";

/** Scrape interval of each kind of target. */
export const scrapeIntervals = {
	/** Short, because pressure and retransmissions come in bursts, and a few nodes cost little. */
	nodeExporter: "15s",
	/** Four scrapes fit into the 121 s window of the analysis's rates, so that one lost scrape leaves no gap. */
	experiments: "30s",
	/** Same as `experiments`, because container usage is compared with the experiment's own metrics. */
	cadvisor: "30s",
	/** Long, because pod counts change slowly. */
	kubelet: "60s",
	kubeStateMetrics: "30s",
	/** Storage, network, scheduler and the monitoring itself. */
	platform: "30s",
} as const satisfies Record<string, Duration>;
