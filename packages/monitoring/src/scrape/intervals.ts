import type { Duration } from "@lab/core";

/** How often each kind of target is read. */
export const scrapeIntervals = {
	/** Pressure and retransmits come in short bursts, and a handful of nodes costs nothing. */
	nodeExporter: "15s",
	/** Analyses take rates over 121 s: four scrapes, so that a lost one loses nothing. */
	experiments: "30s",
	/** What a container used is compared with what its experiment did. */
	cadvisor: "30s",
	/** Counts of pods, which nobody looks at by the second. */
	kubelet: "60s",
	kubeStateMetrics: "30s",
	/** Storage, network, scheduler and the monitoring itself. */
	platform: "30s",
} as const satisfies Record<string, Duration>;
